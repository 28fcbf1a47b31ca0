// @ts-check
/**
 * Decides whether this process is at rest: no thread runs or is about to. The instant clock advances when every process of the machine is
 * at rest. A process that has always been the only one, and expects no message from the machine, decides that for itself; others report
 * to the machine (machine/clock.js).
 *
 * While a process waits for something from outside (a server's response, a line that the reader types), time runs as in reality.
 * It does so, too, after threads have run for LONGEST without waiting: they may be polling for another thread's deadline without reading the clock.
 */
import {browser} from "./timers.js";

/** How long the clock may stand while threads run; milliseconds of their running time. */
const LONGEST = 5_000;
/**
 * The longest running time counted between two looks; milliseconds. In a longer gap the computer did something else, and how busy it
 * is must not change what a program prints.
 */
const STRETCH = 4;
/** The interval of checks for a thread that waits for a JavaScript promise of the program, which isn't announced; milliseconds. */
const EVERY = 50;

export class Rest {
  /**
   * @param {{time: import("./clock.js").Clock, busy: boolean, entering: boolean, readonly paused: boolean, isAtRest(): boolean, stop(reason: string): void, continue(reason: string): void}} suspension
   * @param {{alone(): boolean, awaitsOutside(): boolean, flush(): void, post(message: object): void}} process
   *   `flush`: sends changes that others must see before time advances
   */
  constructor(suspension, process) {
    this.suspension = suspension;
    this.clock = suspension.time;
    this.process = process;
    /** How many messages from the machine this process has handled. */
    this.received = 0;
    /** Whether a thread has been suspended: what runs before that is not the program's. */
    this.begun = false;
    this.flows = false;
    /** Whether it has sent a message since the machine last advanced the clock, to which an answer may be on its way. */
    this.unheard = true;
    /** How long threads have run since all of them last waited, and when that was last measured; NaN: not since. Milliseconds. */
    this.ran = 0;
    this.seen = NaN;
    this.looking = false;
    /** Called when all threads wait, none of them for a time. */
    this.onStuck = () => {};
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = () => {
      this.looking = false;
      this.look();
    };
    this.timer = 0;
  }

  /**
   * Follows the machine's clock when its course changes or it is paused. No thread runs now; on a pause, all are suspended. Other
   * processes learn how late it became meanwhile.
   * @param {import("../shared/course.js").Description & {instant: boolean, paused: boolean}} state
   */
  follow({paused, ...state}) {
    if (paused) this.suspension.stop("pause");
    else if (this.suspension.paused) this.suspension.continue("pause");
    this.clock.follow(state);
    if (paused) this.process.post({type: "time", now: this.clock.course.now()});
    this.waits();
    if (this.process.alone() || !state.instant) this.flows = false;
    browser().clearInterval(this.timer);
    if (state.instant) this.timer = browser().setInterval(() => this.consider(), EVERY);
    this.consider();
  }

  /** Schedules a look, after a thread was suspended or a message arrived, behind everything that is already queued. */
  consider() {
    if (!this.clock.instant || this.looking) return;
    this.looking = true;
    this.channel.port2.postMessage(null);
  }

  look() {
    const {clock, process, suspension} = this;
    if (!clock.instant || !this.begun || suspension.paused) return;
    if (!suspension.isAtRest()) {
      // Messages are handled while no thread runs, so a "busy" one waits for a JavaScript promise of the program, unless it has yet to begin.
      if (suspension.busy && !suspension.entering) this.flow(true);
      return;
    }
    this.waits();
    this.flow(process.awaitsOutside());
    if (process.alone() && this.flows) return;
    if (!clock.first()) this.onStuck();
    if (process.alone() && !this.unheard) {
      clock.jump();
      return;
    }
    process.flush();
    process.post({type: "idle", received: this.received, due: clock.first()?.due ?? null});
  }

  /** Sets the time, as the machine says, and with `fire` runs the timer that is due. @param {{now: number, fire: boolean}} message */
  take({now, fire}) {
    this.clock.course.reach(now);
    if (!fire) return;
    this.unheard = false;
    this.clock.jump();
  }

  /** Counts the running time of a thread that is about to be suspended. */
  leaves() {
    this.begun = true;
    if (this.clock.instant) this.runs();
  }

  /** Adds up running time. */
  runs() {
    const now = performance.now();
    if (!Number.isNaN(this.seen)) this.ran += Math.min(now - this.seen, STRETCH);
    this.seen = now;
    if (!this.flows && this.ran > LONGEST) this.flow(true);
  }

  /** Resets the running time: all threads wait. */
  waits() {
    this.ran = 0;
    this.seen = NaN;
  }

  /** Lets time run as in reality, or stops it again. @param {boolean} flows */
  flow(flows) {
    if (this.flows === flows || this.suspension.paused) return;
    this.flows = flows;
    if (this.process.alone()) this.clock.run(flows ? 1 : 0);
    else this.process.post({type: "flows", flows});
  }

  /** Reports the clock's state to the machine: other processes join this one. */
  share() {
    if (this.flows) this.process.post({type: "flows", flows: true});
  }
}
