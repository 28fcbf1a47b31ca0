// @ts-check
/** Workers with an interpreter each, for new processes. */
import {listener} from "../shared/checks.js";
import {FROM_PROCESS} from "../shared/messages.js";

export class Workers {
  constructor() {
    /** The address of a process's script. */
    this.address = "";
    /** What each boots from: files, code, an image if there is one, the site. @type {Record<string, unknown>} */
    this.equipment = {};
    /** What the program of the first one imports, as far as known; later ones have the image's packages. @type {string[] | null} */
    this.packages = null;
    /** A worker started before the files that it boots from were there. @type {Worker | null} */
    this.started = null;
    /** A worker booted ahead. @type {Worker | null} */
    this.spare = null;
  }

  /** Starts the first worker while the files that it boots from are loaded. @param {Blob} script of a process */
  begin(script) {
    this.address = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));
    this.started = this.start();
  }

  /** Returns a worker whose interpreter boots or has booted. @param {string | null} [seed] PYTHONHASHSEED; with one, a new worker boots */
  take(seed = null) {
    if (seed !== null) return this.boot(seed);
    const worker = this.spare;
    if (!worker) return this.boot();
    this.spare = null;
    this.bootAhead();
    return worker;
  }

  /** @param {string | null} [seed] */
  boot(seed = null) {
    const worker = this.started ?? this.start();
    this.started = null;
    const image = /** @type {{packages: string[]} | null} */ (this.equipment.image);
    worker.postMessage({type: "boot", seed, ...this.equipment, packages: this.packages ?? image?.packages ?? []});
    this.packages = null;
    return worker;
  }

  /** Starts a worker. If the browser can't start it, or an error in it stays uncaught, a message "failed" is sent in its name. */
  start() {
    const worker = new Worker(this.address, {name: "interleave process"});
    let begun = false;
    worker.addEventListener("message", () => (begun = true), {once: true});
    worker.addEventListener("error", (event) => {
      event.preventDefault(); // handled: it is none of the machine's
      const message = event.message || "the browser could not start its worker";
      worker.dispatchEvent(new MessageEvent("message", {data: {type: "failed", message, begun}}));
    });
    return worker;
  }

  /** Boots an interpreter for the next process. Called when a child ends: such a program is likely to start another. */
  bootAhead() {
    if (this.spare) return;
    const worker = this.boot();
    worker.onmessage = listener(FROM_PROCESS, "a process that is to be", ({type}) => {
      if (type !== "failed") return;
      worker.terminate();
      if (this.spare === worker) this.spare = null;
    });
    this.spare = worker;
  }

  /** Ends the spare, and forgets what others would boot from: no more workers are needed. */
  end() {
    URL.revokeObjectURL(this.address);
    this.equipment = {};
    this.started?.terminate();
    this.spare?.terminate();
  }
}
