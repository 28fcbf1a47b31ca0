// @ts-check
/**
 * Handles messages from the frame that started this machine (../frame/), which passes on the page's port and the interpreter's code,
 * and commands from the page.
 */
import {listener} from "../shared/checks.js";
import {FROM_PAGE, TO_MACHINE} from "../shared/messages.js";
import {SIGINT} from "../shared/signals.js";

/** Where the frame's messages arrive: a worker, or, in a browser where machines run in the frame itself, this script's element. @type {EventTarget} */
const place = /** @type {{document?: {currentScript: EventTarget}}} */ (globalThis).document?.currentScript ?? globalThis;

/**
 * @param {{
 *   open(port: MessagePort): void, boot(): void, end(): void, root(): import("./process.js").Process | undefined, type(text: string | null): void,
 *   workers: import("./workers.js").Workers, jobs: import("./jobs.js").Jobs, siteRequests: import("./site-requests.js").SiteRequests,
 *   clock: import("./clock.js").Clock, turns: import("./turns.js").Turns,
 * }} machine `boot`: called when everything that the first process boots from is there; `root`: the reader's program
 */
export function obey({open, boot, end, root, type, workers, jobs, siteRequests, clock, turns}) {
  /** The page's files and the interpreter's code come in any order. @param {object} equipment */
  const equip = (equipment) => {
    Object.assign(workers.equipment, equipment);
    if (workers.equipment.files && workers.equipment.module) boot();
  };
  const hear = listener(FROM_PAGE, "the page", (data) => {
    const process = root();
    switch (data.type) {
      case "boot":
        workers.packages = data.packages;
        equip({files: data.files, image: data.image ?? null, site: data.site});
        break;
      case "sources":
        // A process that is to start gets them with all else.
        workers.equipment.files = {.../** @type {object} */ (workers.equipment.files), sources: data.sources};
        process?.worker.postMessage(data);
        break;
      case "run":
        if (process) process.stage = "loading";
        clock.align();
        turns.on = Boolean(data.exploration);
        process?.worker.postMessage(data);
        break;
      case "pick":
      case "wheels":
        process?.worker.postMessage(data);
        break;
      case "signal":
        // A terminal sends ^C to the whole foreground group; other signals go to the reader's program alone.
        if (data.signum === SIGINT) jobs.type(data.signum);
        else if (process) jobs.signal(process, data.signum);
        break;
      case "siteAnswer":
        siteRequests.answer(data);
        break;
      case "clock":
        clock.choose(data.clock, data.paused);
        break;
      case "step":
        clock.choose(clock.kind, false);
        process?.worker.postMessage(data);
        break;
      case "end":
        end();
        break;
      case "input":
        type(data.text);
        break;
    }
  });
  place.addEventListener("message", (event) => {
    const {data, ports} = /** @type {MessageEvent} */ (event);
    listener(TO_MACHINE, "the frame", (message) => {
      if (message.type === "code") equip({module: message.module});
      else if (message.type === "end") end();
      else {
        open(ports[0]);
        workers.begin(message.process);
        ports[0].onmessage = hear;
      }
    })({data});
  });
}
