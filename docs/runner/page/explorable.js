// @ts-check
/**
 * A program that can be run step by step, and under other schedules: what a page or a test says to the element, and what it
 * hears (shared/schedules.js has the shapes).
 *
 * @typedef {import("../shared/schedules.js").Exploration} Exploration @typedef {import("../shared/schedules.js").Ended} Ended
 * @typedef {import("./session.js").Run} Run
 */
import {exploration} from "../shared/schedules.js";

/** The events of the element, by the messages that they come from. @type {Record<string, string>} */
const EVENTS = {
  outcome: "schedule-outcome",
  explored: "schedule-progress",
  choice: "schedule-choice",
  rewound: "schedule-rewound",
  explorationEnded: "exploration-ended",
};

export class Explorable extends HTMLElement {
  /**
   * Runs the program under other schedules, on the instant clock. Settles when the last run is over; raises RangeError for what makes no sense.
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

  /** Runs the program up to its next turn, of a task, a callback or a thread: one that doesn't run yet begins. */
  step() {
    this.timeline?.unfold();
    if (!this.runs) void this.run();
    this.tell((run) => run.step());
  }

  /** Takes an option of the choice that the run waits at, by its place. Nothing happens if it waits at none. @param {number} taken */
  pick(taken) {
    this.tell((run) => run.pick(taken));
  }

  /** Undoes the last choice: the run begins again, and comes to it with all choices before. Nothing happens if it waits at none. */
  undo() {
    this.tell((run) => run.pick(null));
  }

  /** A message of a search. @param {{type: string}} message @param {import("./output-view.js").OutputView} view what shows the output */
  hearExploration({type, ...detail}, view) {
    if (type === "rewound") view.clear();
    this.dispatchEvent(new CustomEvent(EVENTS[type], {detail, bubbles: true}));
  }

  /** @param {Exploration | null} [_exploration] @returns {Promise<import("./status.js").Result>} */
  async run(_exploration = null) {
    throw new Error("This element runs no program.");
  }

  /** What draws the run. @returns {import("./timeline.js").Timeline | null} */
  get timeline() {
    return null;
  }

  /** Whether a run goes on. */
  get runs() {
    return this.hasAttribute("data-running");
  }

  /** Does something with what runs, if anything does. @param {(run: Run) => void} _ask */
  tell(_ask) {}
}
