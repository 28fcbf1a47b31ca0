// @ts-check
/**
 * The invisible frame in which machines and processes run. It has an opaque origin: a program that came with a link can reach
 * nothing of this site, neither cookies nor caches nor pages. Only the page loads files, and it passes them in.
 *
 * Where a browser can't start workers in such a frame, the frame has the site's origin; nothing else changes.
 */
import {listener} from "../shared/checks.js";
import {FROM_FRAME} from "../shared/messages.js";

/**
 * What the frame may do: run the code that it was given, and send requests to hosts that allow every origin.
 * docs/_site/policy.py allows the page the same, because its policy applies here too.
 */
const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; connect-src * data: blob:";
/** The frame's only inline script, which receives the others from the page, once. The page's policy contains its hash. */
const BOOTSTRAP =
  "onmessage = ({source, data, ports: [port]}) => { if (source !== parent) return; onmessage = null; import(URL.createObjectURL(new Blob([data.frame], {type: 'text/javascript'}))).then(({begin}) => begin(port, data), ({message}) => port.postMessage({type: 'failed', number: null, message})); };";

/** Whether programs get an opaque origin, as far as known, and whether a worker has ever started in one. */
let isolated = true;
let proved = false;

/** A handle to a machine's worker. */
export class Machine {
  /** @param {number} number @param {MessagePort} port @param {() => void} terminate */
  constructor(number, port, terminate) {
    this.number = number;
    this.port = port;
    this.terminate = terminate;
    /** Called if the browser could not start it. @type {(message: string) => void} */
    this.onfailure = () => {};
  }
}

export class Sandbox {
  constructor() {
    this.isolated = isolated;
    const {port1, port2} = new MessageChannel();
    this.port = port1;
    this.inner = port2;
    this.port.onmessage = listener(FROM_FRAME, "the frame", ({number, message}) => this.fail(number, message));
    /** By number. @type {Map<number, Machine>} */
    this.machines = new Map();
    this.lastNumber = 0;
    this.frame = document.createElement("iframe");
    // Rendered, though without a size: Chromium gives the process of a frame that isn't rendered the lowest priority, which on
    // some systems means slow processor cores.
    this.frame.style.cssText = "position: fixed; width: 0; height: 0; border: 0";
    this.frame.inert = true;
    this.frame.title = "Where programs run";
    this.frame.sandbox.add("allow-scripts", ...(isolated ? [] : ["allow-same-origin"]));
    this.frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>${BOOTSTRAP}</script>`;
    this.loaded = new Promise((resolve) => this.frame.addEventListener("load", resolve, {once: true}));
    document.body.append(this.frame);
    document.documentElement.dataset.programs = isolated ? "isolated" : "same-origin";
  }

  /** @param {{frame: Blob, machine: Blob, process: Blob}} scripts */
  async open(scripts) {
    await this.loaded;
    // An opaque origin has no name to restrict the message to.
    this.frame.contentWindow?.postMessage(scripts, "*", [this.inner]);
  }

  /** Passes on a piece of the interpreter's code as it arrives. @param {Uint8Array<ArrayBuffer> | null} piece null: the end of it */
  compile(piece) {
    this.port.postMessage({type: "code", piece}, piece ? [piece.buffer] : []);
  }

  /** Starts a machine. */
  start() {
    const number = (this.lastNumber += 1);
    const {port1, port2} = new MessageChannel();
    const machine = new Machine(number, port1, () => {
      this.machines.delete(number);
      port1.close();
      this.port.postMessage({type: "end", number});
    });
    this.machines.set(number, machine);
    this.port.postMessage({type: "start", number}, [port2]);
    return machine;
  }

  /** @param {number | null} number the machine's, or null: the frame itself @param {string} message */
  fail(number, message) {
    for (const machine of this.machines.values()) if (number === null || number === machine.number) machine.onfailure(message);
  }

  /** Removes the frame; everything that runs in it ends. */
  remove() {
    this.frame.remove();
    this.port.close();
  }
}

/** Notes that a worker has started in a frame with an opaque origin. */
export function proveIsolation() {
  proved ||= isolated;
}

/**
 * Handles a frame in which no worker could be started: from now on, programs have the site's origin. Not if one ever could:
 * then the cause is another, and a program must not leave its frame by breaking it. @param {Sandbox} failed @returns {boolean} whether another attempt makes sense
 */
export function giveUpIsolation(failed) {
  if (proved || !failed.isolated) return false;
  isolated = false;
  return true;
}
