// @ts-check
/** What the page is told of a reader's program while it runs: the events of its timeline, and that it is in a deadlock. */
import {SIGINT} from "../shared/signals.js";

/** How often the page hears of the events of a program that is recorded; milliseconds: two frames of most screens. */
const EVENTS_EVERY = 33;
/** How long nothing has to happen until a look is taken at who waits for whom; milliseconds. */
const QUIET = 500;
/** Where other processes have to be asked, so many looks are taken one after the other, and then every so many times QUIET. */
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

  /** A reader's program is about to run. @param {boolean} records whether the page wants its events @param {boolean} steps whether it goes step by step */
  begin(records, steps) {
    if (records) {
      this.record();
      this.live.want();
      this.live.step(steps);
    }
    this.watch();
  }

  /** The events of what is about to run are wanted. */
  record() {
    this.live = this.pyodide.pyimport("interleave_kernel.recording.live");
    setInterval(() => {
      this.tellEvents();
      // The events of others wait until it is known that none of this process's was before.
      if (this.isShared() && !this.suspension.time.instant) this.tell("", "");
    }, EVENTS_EVERY);
  }

  /** @param {string} lines @param {string} times */
  tell(lines, times) {
    this.post({type: "events", lines, times, until: this.suspension.time.course.now() * 1e6});
  }

  /** A program that stands before a turn goes on, up to its next one or for good. @param {boolean} steps */
  step(steps) {
    this.live?.step(steps);
    this.suspension.proceed();
  }

  /** Tells the events that are new, if there are any. */
  tellEvents() {
    try {
      this.live?.flush();
    } catch (error) {
      console.warn("The program's events could not be told:", error);
      this.live = null;
    }
  }

  /** A signal arrives. Who stops a program that is in a deadlock hears of it. @param {number} signum */
  signal(signum) {
    if (signum === SIGINT) this.tellDeadlock();
    this.suspension.signal(signum);
  }

  /** Whether no thread runs, and none is about to. */
  get isQuiet() {
    const {armed, busy, picking, stopped, ready, turns} = this.suspension;
    return armed && !busy && !picking && !stopped && !ready.length && !turns.length;
  }

  /** A program that has been quiet for some time may be in a deadlock. */
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
   * Tells who waits for whom, if threads, tasks or processes of the program can't go on. It is called while no thread runs.
   * @returns {boolean} whether that is settled, as long as no thread goes on; else other processes could change it, or have to be asked
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
