// @ts-check
/** Workers with an interpreter each, for processes to be. */
import {listener} from "../shared/checks.js";
import {FROM_PROCESS} from "../shared/messages.js";

export class Workers {
  constructor() {
    /** The address of a process's script. */
    this.address = "";
    /** What each is told to boot from: files, code, an image if there is one, the site. @type {Record<string, unknown>} */
    this.equipment = {};
    /** What the program of the first one imports, as far as is known; later ones have what the image has. @type {string[] | null} */
    this.packages = null;
    /** Its worker has been started, before there was what it boots from. @type {Worker | null} */
    this.started = null;
    /** Booted ahead. @type {Worker | null} */
    this.spare = null;
  }

  /** The first worker is started while what it boots from is loaded. @param {Blob} script a process's */
  begin(script) {
    this.address = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));
    this.started = this.start();
  }

  /** A worker whose interpreter boots, or has. @param {string | null} [seed] PYTHONHASHSEED, with which none has booted ahead */
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

  /** A worker. Where it could not be started, or an error is caught by nothing in it, the message "failed" comes in its name. */
  start() {
    const worker = new Worker(this.address, {name: "interleave process"});
    let begun = false;
    worker.addEventListener("message", () => (begun = true), {once: true});
    worker.addEventListener("error", (event) => {
      const message = event.message || "the browser could not start its worker";
      worker.dispatchEvent(new MessageEvent("message", {data: {type: "failed", message, begun}}));
    });
    return worker;
  }

  /** Boots an interpreter for the next process. A program that has had a child end is likely to start another. */
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

  /** Nothing is taken any more. */
  end() {
    this.started?.terminate();
    this.spare?.terminate();
  }
}
