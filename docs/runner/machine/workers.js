// @ts-check
/** Workers with an interpreter each, for processes to be. */
import {listener} from "../shared/checks.js";
import {startWorker} from "../shared/loading.js";
import {FROM_PROCESS} from "../shared/messages.js";

const PROCESS = new URL("../process/worker.js", import.meta.url).href;

export class Workers {
  constructor() {
    /** What an interpreter starts from: memory, compiled code. @type {unknown} */
    this.image = undefined;
    /** @type {import("../shared/loading.js").Patience} */
    this.patience = {};
    /** Booted ahead. @type {Worker | null} */
    this.spare = null;
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
    const worker = startWorker(PROCESS, "interleave process", this.patience);
    worker.postMessage({type: "boot", image: this.image, seed, patience: this.patience});
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
    this.spare?.terminate();
  }
}
