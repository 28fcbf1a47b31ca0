// @ts-check
/**
 * A run from the press of Run on, even while the code that runs it is still loading: input typed meanwhile is queued, and Stop ends the run at once.
 *
 * @typedef {typeof import("./running.js")} Running
 * @typedef {import("./session.js").Run} Run @typedef {import("./status.js").Result} Result
 */
import {SIGINT, SIGTERM} from "../shared/signals.js";
import {part} from "./parts.js";
import {ending} from "./status.js";

/** @returns {Promise<Running>} Raises LoadError */
export const running = () => part(new URL("./running.js", import.meta.url));

/** Boots an interpreter ahead of Run. @param {string[]} packages what the next program imports, as far as known @param {string | null} edited its text, if the reader changed it */
export function warm(packages, edited) {
  running().then(({recall, warm}) => warm(recall(edited) ?? packages), () => {}); // the next Run reports it
}

export class PendingRun {
  /** @type {Run | null} */
  #run = null;
  #ended = false;
  /** Calls made before the run existed; they are replayed in order. @type {((run: Run) => void)[]} */
  #queued = [];
  /** @type {(result: Result) => void} */
  #settle = () => {};

  constructor() {
    /** @type {Promise<Result>} */
    this.finished = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** What the program imports, once known. */
  get packages() {
    return this.#run?.packages;
  }

  /** Whether the program has begun to run. */
  get started() {
    return Boolean(this.#run?.startedAt);
  }

  /** @param {(running: Running) => Run} start called with the module that runs programs, unless the program is stopped before the module is loaded */
  async begin(start) {
    try {
      const loaded = await running();
      if (this.#ended) return;
      this.#run = start(loaded);
      for (const use of this.#queued) use(this.#run);
      this.#settle(await this.#run.finished);
    } catch (error) {
      this.#end("failed", null, /** @type {Error} */ (error).message);
    }
  }

  /** Passes the run to a function, as soon as there is one. @param {(run: Run) => void} use */
  withRun(use) {
    if (this.#run) use(this.#run);
    else this.#queued.push(use);
  }

  stop() {
    if (this.#run) this.#run.stop();
    else this.#end("stopped", -SIGINT);
  }

  terminate() {
    if (this.#run) this.#run.terminate();
    else this.#end("stopped", -SIGTERM);
  }

  /** Settles a run that never began. @param {Result["status"]} status @param {number | null} code @param {string | null} [reason] */
  #end(status, code, reason = null) {
    this.#ended = true;
    this.#settle({status, ...ending(code), reason, stdout: "", stderr: "", output: "", ms: 0});
  }
}
