// @ts-check
/**
 * A program that can be run step by step and under other schedules: the methods and events that a page or a test uses
 * (shared/schedules.js defines the shapes).
 *
 * @typedef {import("../shared/schedules.js").Exploration} Exploration @typedef {import("../shared/schedules.js").Ended} Ended
 * @typedef {import("./session.js").Run} Run
 */
import {exploration} from "../shared/schedules.js";

/** The element's event for each message. @type {Record<string, string>} */
const EVENTS = {
  outcome: "schedule-outcome",
  explored: "schedule-progress",
  choice: "schedule-choice",
  rewound: "schedule-rewound",
  explorationEnded: "exploration-ended",
};

export class Explorable extends HTMLElement {
  /**
   * Runs the program under other schedules, on the instant clock. Resolves when the last run has ended; raises RangeError for invalid options.
   * @param {Partial<Exploration>} [wanted] @returns {Promise<Ended>}
   */
  async explore(wanted) {
    const whole = exploration(wanted);
    /** @type {Ended | null} */
    let ended = null;
    const listen = (/** @type {any} */ {detail}) => (ended = detail);
    this.addEventListener("exploration-ended", listen);
    try {
      const {reason} = await this.run(whole);
      if (!ended) throw new Error(reason ?? "The program did not run.");
      return ended;
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

  /** Handles a message of a search. @param {{type: string}} message @param {import("./output-view.js").OutputView} view the view of the output */
  dispatchExploration({type, ...detail}, view) {
    if (type === "rewound") view.clear();
    this.dispatchEvent(new CustomEvent(EVENTS[type], {detail, bubbles: true}));
  }

  /** @param {Exploration | null} [_exploration] @returns {Promise<import("./status.js").Result>} */
  async run(_exploration = null) {
    throw new Error("This element runs no program.");
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
