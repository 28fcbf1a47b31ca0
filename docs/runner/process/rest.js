// @ts-check
/**
 * Whether this process is at rest: no thread runs or is about to. On the instant clock, time goes on when all that runs on the machine is
 * at rest. A process that has never had company, and has nothing to hear of the machine, decides that for itself; others tell the machine
 * (machine/clock.js).
 *
 * While a process waits for what comes from outside (an answer of a server, a line that the reader types), time goes by as on the wall.
 * It does so, too, while threads have kept it standing for LONGEST: they may wait for another's time to come, and never look at the clock.
 */

/** How long time may stand while threads run; milliseconds of theirs. */
const LONGEST = 5_000;
/**
 * So long at most threads run between two looks; milliseconds. A longer gap is one in which the computer did something else: how much else
 * there is to do must not change what a program prints.
 */
const STRETCH = 4;
/** How often it is looked whether a thread waits for a promise of the program's own: nothing tells that. Milliseconds. */
const EVERY = 50;

export class Rest {
  /**
   * @param {{time: import("./clock.js").Clock, busy: boolean, entering: boolean, readonly paused: boolean, isAtRest(): boolean, stop(reason: string): void, continue(reason: string): void}} suspension
   * @param {{alone(): boolean, awaitsOutside(): boolean, flush(): void, post(message: object): void}} process
   *   `flush`: sends what others are to see before time goes on
   */
  constructor(suspension, process) {
    this.suspension = suspension;
    this.clock = suspension.time;
    this.process = process;
    /** How many messages of the machine's this process has taken. */
    this.received = 0;
    /** Whether a thread has been suspended: what is loaded before that is none of the program's. */
    this.begun = false;
    this.flows = false;
    /** Whether it has said something since the machine last let time go on, to which there may be an answer on its way. */
    this.unheard = true;
    /** How long threads have run since all of them waited, and when that was seen last; NaN: not since. Milliseconds. */
    this.ran = 0;
    this.seen = NaN;
    this.looking = false;
    /** Called when all wait, and none of them for a time. */
    this.onStuck = () => {};
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = () => {
      this.looking = false;
      this.look();
    };
    this.timer = 0;
  }

  /**
   * The machine's clock goes another way, or stands, and no thread runs; those that did are suspended now. The others hear how late it
   * became meanwhile.
   * @param {import("../shared/course.js").Description & {instant: boolean, paused: boolean}} state
   */
  follow({paused, ...state}) {
    if (paused) this.suspension.stop("pause");
    else if (this.suspension.paused) this.suspension.continue("pause");
    this.clock.follow(state);
    if (paused) this.process.post({type: "time", now: this.clock.course.now()});
    this.waits();
    if (this.process.alone() || !state.instant) this.flows = false;
    self.clearInterval(this.timer);
    if (state.instant) this.timer = self.setInterval(() => this.consider(), EVERY);
    this.consider();
  }

  /** A thread was suspended, or a message has come: looks once all that is under way has had its turn. */
  consider() {
    if (!this.clock.instant || this.looking) return;
    this.looking = true;
    this.channel.port2.postMessage(null);
  }

  look() {
    const {clock, process, suspension} = this;
    if (!clock.instant || !this.begun || suspension.paused) return;
    if (!suspension.isAtRest()) {
      // No thread runs when a message comes: one waits for a promise of the program's own, unless it has still to begin.
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

  /** The machine lets time go on, up to what this process waits for, or tells what time it is. @param {{now: number, fire: boolean}} message */
  take({now, fire}) {
    this.clock.course.reach(now);
    if (!fire) return;
    this.unheard = false;
    this.clock.jump();
  }

  /** A thread is about to be suspended. */
  leaves() {
    this.begun = true;
    if (this.clock.instant) this.runs();
  }

  /** A thread runs, and has for some time. */
  runs() {
    const now = performance.now();
    if (!Number.isNaN(this.seen)) this.ran += Math.min(now - this.seen, STRETCH);
    this.seen = now;
    if (!this.flows && this.ran > LONGEST) this.flow(true);
  }

  /** All threads wait. */
  waits() {
    this.ran = 0;
    this.seen = NaN;
  }

  /** Time goes by as on the wall, or no more. @param {boolean} flows */
  flow(flows) {
    if (this.flows === flows || this.suspension.paused) return;
    this.flows = flows;
    if (this.process.alone()) this.clock.run(flows ? 1 : 0);
    else this.process.post({type: "flows", flows});
  }

  /** This process gets company, which hears what time it is, and how it goes. */
  share() {
    if (this.flows) this.process.post({type: "flows", flows: true});
  }
}
