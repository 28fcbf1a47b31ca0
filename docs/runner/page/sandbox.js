// @ts-check
/**
 * The frame, of no size, in which machines and processes run. It has an origin of its own: a program that came by a link reaches
 * nothing of this site, no cookie, no cache, no page. The page alone loads files, and hands them in.
 *
 * Where a browser starts no workers in such a frame, it has the site's origin, and all else is the same.
 */
import {listener} from "../shared/checks.js";
import {FROM_FRAME} from "../shared/messages.js";

/**
 * What the frame may do: run what it was given, and ask hosts that answer pages of any site.
 * docs/_site/policy.py says the same of the page, whose policy holds here too.
 */
const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; connect-src * data: blob:";
/** The frame's one script of its own, which takes the others from the page, once. Its hash is in the page's policy. */
const BOOTSTRAP =
  "onmessage = ({source, data, ports: [port]}) => { if (source !== parent) return; onmessage = null; import(URL.createObjectURL(new Blob([data.frame], {type: 'text/javascript'}))).then(({begin}) => begin(port, data), ({message}) => port.postMessage({type: 'failed', number: null, message})); };";

/** Whether programs have an origin of their own, as far as is known, and whether one has ever run so. */
let isolated = true;
let proved = false;

/** A machine's worker, from here. */
export class Machine {
  /** @param {number} number @param {MessagePort} port @param {() => void} terminate */
  constructor(number, port, terminate) {
    this.number = number;
    this.port = port;
    this.terminate = terminate;
    /** The browser could not start it. @type {(message: string) => void} */
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
    // Rendered, though without a size: Chromium gives the process of a frame that isn't the lowest priority, which on some
    // systems means slow processor cores.
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
    // An origin that is the frame's own has no name.
    this.frame.contentWindow?.postMessage(scripts, "*", [this.inner]);
  }

  /** The interpreter's code, as it comes. @param {Uint8Array<ArrayBuffer> | null} piece null: the end of it */
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

  /** All that runs in it ends. */
  remove() {
    this.frame.remove();
    this.port.close();
  }
}

/** A worker has started there. */
export function proveIsolation() {
  proved ||= isolated;
}

/**
 * No worker could be started there: from now on, programs have the site's origin. Where one ever could, that has another reason: a
 * program must not get out of its frame by breaking it. @param {Sandbox} failed @returns {boolean} whether another attempt makes sense
 */
export function giveUpIsolation(failed) {
  if (proved || !failed.isolated) return false;
  isolated = false;
  return true;
}
