// @ts-check
/** Reports on a reader's program while it runs: the events of its timeline, and deadlocks. */
import {SIGINT} from "../shared/signals.js";

/** The interval at which recorded events are sent to the page; milliseconds: two frames of most screens. */
const EVENTS_EVERY = 33;
/** How long a program must be quiet before the check for a deadlock; milliseconds. */
const QUIET = 500;
/** If other processes have to be asked: the number of checks in a row, and then the interval between checks, in units of QUIET. */
const [SOON, SELDOM] = [4, 4];

export class Recording {
  /**
   * @param {any} pyodide @param {import("./suspension.js").Suspension} suspension @param {(message: object) => void} post
   * @param {() => boolean} isShared whether there are other processes
   */
  constructor(pyodide, suspension, post, isShared) {
    this.pyodide = pyodide;
    this.suspension = suspension;
    this.post = post;
    this.isShared = isShared;
    /** @type {any} */
    this.live = null;
  }

  /** Prepares for a reader's program. @param {boolean} records whether the page wants its events @param {boolean} steps whether it pauses before each turn */
  begin(records, steps) {
    if (records) {
      this.record();
      this.live.want();
      this.live.step(steps);
    }
    this.watch();
  }

  /** Starts recording events. */
  record() {
    this.live = this.pyodide.pyimport("interleave_kernel.recording.live");
    setInterval(() => {
      this.tellEvents();
      // The machine holds back the events of other processes until it knows that this one has no earlier ones.
      if (this.isShared() && !this.suspension.time.instant) this.tell("", "");
    }, EVENTS_EVERY);
  }

  /** @param {string} lines @param {string} times */
  tell(lines, times) {
    this.post({type: "events", lines, times, until: this.suspension.time.course.now() * 1e6});
  }

  /** Resumes a program that is paused before a turn. @param {boolean} steps whether to pause again before the next turn */
  step(steps) {
    this.live?.step(steps);
    this.suspension.proceed();
  }

  /** Sends new events, if there are any. */
  tellEvents() {
    try {
      this.live?.flush();
    } catch (error) {
      console.warn("The program's events could not be told:", error);
      this.live = null;
    }
  }

  /** Handles a signal: stopping a program that is in a deadlock reports the deadlock first. @param {number} signum */
  signal(signum) {
    if (signum === SIGINT) this.tellDeadlock();
    this.suspension.signal(signum);
  }

  /** Whether no thread runs, and none is about to. */
  get isQuiet() {
    const {armed, busy, picking, stopped, ready, turns} = this.suspension;
    return armed && !busy && !picking && !stopped && !ready.length && !turns.length;
  }

  /** Checks a program that has been quiet for some time for a deadlock. */
  watch() {
    let [seen, settled, looks] = [-1, -1, 0];
    setInterval(() => {
      const {resumed} = this.suspension;
      if (resumed !== seen) looks = 0;
      else if (this.isQuiet && resumed !== settled) {
        looks += 1;
        if ((looks <= SOON || looks % SELDOM === 0) && this.tellDeadlock()) settled = resumed;
      }
      seen = resumed;
    }, QUIET);
  }

  /**
   * Reports threads, tasks and processes of the program that wait for each other. Called while no thread runs.
   * @returns {boolean} whether the answer holds as long as no thread runs; otherwise other processes could change it, or have to be asked
   */
  tellDeadlock() {
    try {
      const deadlock = this.pyodide.pyimport("interleave_kernel.recording.deadlock");
      const found = deadlock.describe();
      if (found) this.post({type: "deadlock", agents: JSON.parse(found)});
      return Boolean(found) || !deadlock.is_open();
    } catch (error) {
      console.warn("Who waits for whom could not be found out:", error);
      return true;
    }
  }
}
