// @ts-check
/**
 * A program that can be run step by step and under other schedules: the methods and events that a page or a test uses
 * (shared/schedules.js defines the shapes).
 *
 * @typedef {import("../shared/schedules.js").Exploration} Exploration @typedef {import("../shared/schedules.js").Ended} Ended
 * @typedef {import("./session.js").Run} Run
 */
import {cutShort} from "../shared/cut-short.js";
import {running} from "./running-part.js";

export class Explorable extends HTMLElement {
  /**
   * Runs the program under other schedules, on the instant clock. Settles when the last run is over; raises RangeError for what makes no sense,
   * LoadError if what runs programs can't be loaded.
   * @param {Partial<Exploration>} [wanted] @returns {Promise<Ended>}
   */
  async explore(wanted) {
    const whole = running().then(({exploration}) => exploration(wanted));
    whole.catch(() => {}); // awaited below
    /** @type {Ended | null} */
    let ended = null;
    const listen = (/** @type {any} */ {detail}) => (ended = detail);
    this.addEventListener("exploration-ended", listen);
    try {
      // At once, so that it can be stopped while something loads.
      const {status, reason} = await this.run(whole);
      if (ended) return ended;
      if (status === "stopped") return cutShort({runs: 0, counts: []});
      await whole;
      throw new Error(reason ?? status);
    } finally {
      this.removeEventListener("exploration-ended", listen);
    }
  }

  /** Runs the program up to the next turn of a task, a callback or a thread; starts it if it doesn't run yet. */
  step() {
    this.timeline?.unfold();
    if (!this.runs) void this.run();
    this.withRun((run) => run.step());
  }

  /** Takes an option, by its index, of the choice at which the run waits. Does nothing if it waits at none. @param {number} taken */
  pick(taken) {
    this.withRun((run) => run.pick(taken));
  }

  /** Undoes the last choice: the run starts again and repeats all earlier choices. Does nothing if it waits at none. */
  undo() {
    this.withRun((run) => run.pick(null));
  }

  /** @param {Promise<Exploration> | null} [_exploration] @returns {Promise<import("./status.js").Result>} */
  run(_exploration = null) {
    return Promise.reject(); // each element has its own
  }

  /** The timeline that draws the run. @returns {import("./timeline.js").Timeline | null} */
  get timeline() {
    return null;
  }

  /** Whether a program runs. */
  get runs() {
    return this.hasAttribute("data-running");
  }

  /** Passes the run, if there is one, to a function. @param {(run: Run) => void} _use */
  withRun(_use) {}
}
