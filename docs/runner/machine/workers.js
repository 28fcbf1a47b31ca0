// @ts-check
/** Workers with an interpreter each, for processes to be. */

export class Workers {
  constructor() {
    /** What an interpreter starts from: memory, compiled code. @type {unknown} */
    this.image = undefined;
    /** Booted ahead. @type {Worker | null} */
    this.spare = null;
  }

  /** A worker whose interpreter boots, or has. */
  take() {
    const worker = this.spare;
    if (!worker) return this.boot();
    this.spare = null;
    this.bootAhead();
    return worker;
  }

  boot() {
    const worker = new Worker(new URL("../worker.js", import.meta.url), {type: "module", name: "interleave process"});
    worker.postMessage({type: "boot", image: this.image});
    return worker;
  }

  /** Boots an interpreter for the next process. A program that has had a child end is likely to start another. */
  bootAhead() {
    if (this.spare) return;
    const worker = this.boot();
    const drop = () => {
      worker.terminate();
      if (this.spare === worker) this.spare = null;
    };
    worker.onmessage = ({data}) => void (data.type === "failed" && drop());
    worker.onerror = drop;
    this.spare = worker;
  }

  /** Nothing is taken any more. */
  end() {
    this.spare?.terminate();
  }
}
