// @ts-check
/**
 * A run from the press of Run on, even while the code that runs it is still loading: input typed meanwhile is queued, and Stop ends the run at once.
 *
 * @typedef {import("./session.js").Run} Run @typedef {import("./status.js").Result} Result
 */

/** How a program ends that is stopped before anything of it has run: as the signal would end it. */
const INTERRUPTED = {exitCode: 130, signal: "SIGINT"};
const TERMINATED = {exitCode: 143, signal: "SIGTERM"};

export class PendingRun {
  /** What runs, once it has been loaded. @type {Run | null} */
  run = null;
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

  /**
   * @template Loaded @param {Promise<Loaded>} loading what runs programs
   * @param {(loaded: Loaded) => Run} start called once that has come, unless the program is stopped before
   */
  async begin(loading, start) {
    try {
      const loaded = await loading;
      if (this.#ended) return;
      this.run = start(loaded);
      for (const use of this.#queued) use(this.run);
      this.#settle(await this.run.finished);
    } catch (error) {
      this.#end("failed", {exitCode: null, signal: null}, /** @type {Error} */ (error).message);
    }
  }

  /** Passes the run to a function, as soon as there is one. @param {(run: Run) => void} use */
  withRun(use) {
    if (this.run) use(this.run);
    else this.#queued.push(use);
  }

  /** Another run of the same program was started: this one, if it has not begun yet, never will. */
  giveWay() {
    if (!this.run) this.stop();
  }

  stop() {
    if (this.run) this.run.stop();
    else this.#end("stopped", INTERRUPTED);
  }

  terminate() {
    if (this.run) this.run.terminate();
    else this.#end("stopped", TERMINATED);
  }

  /** Nothing of the program has run. @param {Result["status"]} status @param {{exitCode: number | null, signal: string | null}} ending @param {string | null} [reason] */
  #end(status, ending, reason = null) {
    this.#ended = true;
    this.#settle({status, ...ending, reason, stdout: "", stderr: "", output: "", ms: 0});
  }
}
