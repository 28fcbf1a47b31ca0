// @ts-check
/**
 * A program from Run on, also while what runs it is still being loaded: what is typed meanwhile waits, and Stop ends it at once.
 *
 * @typedef {typeof import("./running.js")} Running
 * @typedef {import("./session.js").Run} Run @typedef {import("./status.js").Result} Result
 */
import {SIGINT, SIGTERM} from "../shared/signals.js";
import {part} from "./parts.js";
import {ending} from "./status.js";

/** @returns {Promise<Running>} Raises LoadError */
export const running = () => part(new URL("./running.js", import.meta.url));

/** Boots an interpreter ahead of Run. @param {string[]} packages what the next program imports, as far as is known @param {string | null} edited its text, if a reader wrote it */
export function warm(packages, edited) {
  running().then(({recall, warm}) => warm(recall(edited) ?? packages), () => {}); // the next Run reports it
}

export class PendingRun {
  /** @type {Run | null} */
  #run = null;
  #ended = false;
  /** What was asked of the program before it could be told. @type {((run: Run) => void)[]} */
  #asked = [];
  /** @type {(result: Result) => void} */
  #settle = () => {};

  constructor() {
    /** @type {Promise<Result>} */
    this.finished = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** What the program imports, once that is known. */
  get packages() {
    return this.#run?.packages;
  }

  /** Whether any of the program has run. */
  get started() {
    return Boolean(this.#run?.startedAt);
  }

  /** @param {(running: Running) => Run} start called with what runs programs, unless the program is stopped before it has come */
  async begin(start) {
    try {
      const loaded = await running();
      if (this.#ended) return;
      this.#run = start(loaded);
      for (const ask of this.#asked) ask(this.#run);
      this.#settle(await this.#run.finished);
    } catch (error) {
      this.#end("failed", null, /** @type {Error} */ (error).message);
    }
  }

  /** Does something with the program as soon as there is one that can be told. @param {(run: Run) => void} ask */
  tell(ask) {
    if (this.#run) ask(this.#run);
    else this.#asked.push(ask);
  }

  stop() {
    if (this.#run) this.#run.stop();
    else this.#end("stopped", -SIGINT);
  }

  terminate() {
    if (this.#run) this.#run.terminate();
    else this.#end("stopped", -SIGTERM);
  }

  /** Nothing of the program has run. @param {Result["status"]} status @param {number | null} code @param {string | null} [reason] */
  #end(status, code, reason = null) {
    this.#ended = true;
    this.#settle({status, ...ending(code), reason, stdout: "", stderr: "", output: "", ms: 0});
  }
}
