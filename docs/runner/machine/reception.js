// @ts-check
/**
 * Handles messages from processes: each is checked before it has an effect (requests.js), and an invalid one ends the process
 * that sent it, not the machine.
 *
 * @typedef {import("./requests.js").Speaker & {isMain: boolean, process: number, worker: {postMessage(message: object): void}}} Process
 */
import {argumentsOf, check} from "./requests.js";
import {SIGABRT, SIGSYS} from "../shared/signals.js";

/** The exit code of a child that could not be started, as of posix_spawn(3) when the error can't be reported. */
const NOT_STARTED = 127;

/**
 * @template {Process} P
 * @param {{
 *   operations: Record<string, (process: P, ...args: any[]) => unknown>, page: import("./page.js").Page,
 *   show(process: P, chunks: {stream: "stdout" | "stderr", text: string}[]): void, isFirst(process: P): boolean, isForeground(process: P): boolean, stopped(process: P): void, tellTime(process: P, message: any): void, traces: import("./traces.js").Traces, has(process: P): boolean, takeImage(image: unknown): void, askSite(process: P, request: any): void,
 *   exit(process: P, status: number, cpu: number): void, fail(process: P, reason: string, status: number): void,
 * }} machine `show`: passes output to the page, or to the process that collects it; `isFirst`: it is the reader's program; `isForeground`: it is in the terminal's foreground; `exit`: it ended; `fail`: it can't go on
 * @returns {(process: P, message: any) => void} the receiver of a process's messages
 */
export function reception({operations, page, show, isFirst, has, takeImage, askSite, exit, fail, isForeground, stopped, tellTime, traces}) {
  /** @param {P} process @param {string} reason @param {number} status */
  const giveUp = (process, reason, status) => {
    const what = process.isMain ? `process ${process.pid}` : `an interpreter of process ${process.process}`;
    page.output([{stream: "stderr", text: `[${what} ${reason}]\n`}]);
    fail(process, reason, status);
  };

  /**
   * Performs an operation. Throws an error for an invalid request.
   * @param {P} process @param {any} message @returns {Promise<void> | undefined} settles with a delayed answer
   */
  const perform = (process, message) => {
    const value = operations[message.op](process, ...argumentsOf(message));
    const reply = (/** @type {unknown} */ value) => {
      if (message.type === "call") process.worker.postMessage({type: "reply", number: message.number, value});
    };
    if (value instanceof Promise) return value.then(reply);
    reply(value);
    return undefined;
  };

  /** Handles any other message. Throws an error for an invalid one. @param {P} process @param {any} message */
  const accept = (process, message) => {
    check(process, message);
    switch (message.type) {
      case "exit":
        exit(process, message.status, message.cpu);
        break;
      case "failed":
        if (isFirst(process)) page.send(message);
        else if (message.begun === false) giveUp(process, `could not be started: ${message.message}`, NOT_STARTED);
        else giveUp(process, `failed: ${message.message}`, -SIGABRT);
        break;
      case "output":
        show(process, message.chunks);
        break;
      case "begun":
        break;
      case "ready":
        if (isFirst(process) && process.stage === "booting") page.send(message);
        break;
      case "stopped":
        stopped(process);
        break;
      case "time":
      case "turnTaken":
      case "flows":
        tellTime(process, message);
        break;
      case "idle":
        tellTime(process, message);
        traces.rest(process.pid);
        break;
      case "events":
        traces.add(process.pid, message);
        break;
      case "signalled":
        if (isFirst(process) || isForeground(process)) page.sendOnce(message);
        break;
      case "finishing":
        if (isFirst(process)) page.sendOnce(message);
        break;
      case "siteRequest":
        askSite(process, message);
        break;
      default:
        if (!isFirst(process)) break;
        if (message.type === "turn") tellTime(process, message);
        if (message.type === "image") takeImage(message.image);
        if (message.state === "running") process.stage = "running";
        page.send(message);
    }
  };

  return (process, message) => {
    if (!has(process)) return;
    const refuse = (/** @type {Error} */ error) => giveUp(process, `was ended for a bad request to the kernel: ${error.message}`, -SIGSYS);
    try {
      if (message?.type === "call" || message?.type === "post") perform(process, message)?.catch(refuse);
      else accept(process, message);
    } catch (error) {
      refuse(/** @type {Error} */ (error));
    }
  };
}
