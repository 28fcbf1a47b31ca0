// @ts-check
/**
 * The clock of a run: one for all processes, interpreters, threads, sockets and timers of the machine.
 *
 * On the instant clock time stands while anything runs. It goes on, to the nearest of all times that somebody waits for, when all
 * processes are at rest, and nothing is on its way to or from any of them. The machine is the only way between processes, and each message
 * on a way comes after those before it. So this holds:
 *
 *   A process says `idle` when none of its threads runs or is about to, with the number of messages that it has taken. When the machine
 *   hears that, it has heard all that the process said before. If, besides, it has sent the process no more than what was taken, nothing
 *   is on its way between the two; and it stays so, since only a message of the machine's wakes a process that is at rest, or what it
 *   waits for from outside (then it has said `flows`). If it is so for all, nothing on the machine will ever go on but by time.
 *
 * Then one process, whose time comes first, is told to go on; the next one when all are at rest again. So what happens has one order,
 * also where many wait for the same moment. Each process hears what time it is before it hears anything else.
 */
import {Course} from "../shared/course.js";

/** @typedef {{postMessage(message: object): void, terminate(): void, onmessage: unknown}} Interpreter its worker */

/** The way to an interpreter, which counts what is sent on it. */
export class Link {
  /** @param {Clock} clock @param {Interpreter} worker */
  constructor(clock, worker) {
    this.clock = clock;
    this.worker = worker;
    this.sent = 0;
    /** What time it knows it is. */
    this.told = NaN;
    /** What it said last, if that was that it is at rest (machine.js). @type {{received: number, due: number | null} | null} */
    this.idle = null;
    this.flows = false;
  }

  /** @param {object} message */
  postMessage(message) {
    if (this.clock.stands && this.told !== this.clock.course.now()) this.tellTime(false);
    this.post(message);
  }

  /** @param {boolean} fire whether what it waits for has come */
  tellTime(fire) {
    const now = (this.told = this.clock.course.now());
    this.post({type: "time", now, fire});
  }

  /** @param {object} message */
  post(message) {
    this.sent += 1;
    this.worker.postMessage(message);
  }

  /** Whether nothing goes on there, and nothing is on its way. */
  isAtRest() {
    return this.idle !== null && this.idle.received === this.sent;
  }

  terminate() {
    this.worker.onmessage = null;
    this.worker.terminate();
    this.clock.leave(this);
  }
}

export class Clock {
  constructor() {
    this.course = new Course(Math.floor(performance.timeOrigin + performance.now()));
    /** @type {import("../shared/clocks.js").Kind} */
    this.kind = "real";
    /** Whether it stands because the reader wants it to, and no thread runs. */
    this.paused = false;
    /** @type {Set<Link>} */
    this.links = new Set();
  }

  get instant() {
    return this.kind === "instant";
  }

  /** Whether time goes on only by what processes say. */
  get stands() {
    return this.instant && this.course.rate === 0;
  }

  /** An interpreter of the machine's. @param {Interpreter} worker @returns {Link} */
  join(worker) {
    const link = new Link(this, worker);
    this.links.add(link);
    return link;
  }

  /** @param {Link} link */
  leave(link) {
    // Others may hear of its end first.
    if (this.links.delete(link) && this.instant) setTimeout(() => this.settle());
  }

  /** The reader chooses another one, or pauses. @param {import("../shared/clocks.js").Kind} kind @param {boolean} [paused] */
  choose(kind, paused = false) {
    if (kind !== this.kind) for (const link of this.links) link.flows = false;
    this.kind = kind;
    this.paused = paused;
    this.go();
  }

  /** How fast it has to go now. */
  rate() {
    if (this.paused) return 0;
    if (this.kind !== "instant") return this.kind === "real" ? 1 : this.kind;
    return [...this.links].some((link) => link.flows) ? 1 : 0;
  }

  /** Time goes on as it has to now. */
  go() {
    if (this.instant && this.course.isWall) this.course.reach(Math.ceil(this.course.now()));
    this.course.run(this.rate());
    for (const link of this.links) this.describe(link);
  }

  /** Tells an interpreter how time goes. @param {Link} link */
  describe(link) {
    link.told = this.course.now();
    link.post({type: "clock", ...this.course.describe(), instant: this.instant, paused: this.paused});
  }

  /** An interpreter says what is of interest on the instant clock, how late it was when it paused, or that it stands before a turn. @param {Link} link @param {any} message */
  hear(link, message) {
    if (message.type === "turn") {
      this.choose(this.kind, true);
    } else if (message.type === "time" && (this.instant || this.paused)) {
      link.told = message.now;
      this.course.reach(message.now);
    } else if (!this.instant) {
      return;
    } else if (message.type === "idle") {
      link.idle = message;
      this.settle();
    } else if (message.type === "flows") {
      link.flows = message.flows;
      this.goAsNeeded();
    }
  }

  /** Time goes by as on the wall while anybody needs that. */
  goAsNeeded() {
    if (this.rate() !== this.course.rate) this.go();
  }

  /** If everything is at rest, time goes on. */
  settle() {
    if (!this.instant) return;
    this.goAsNeeded();
    if (!this.stands || this.paused) return;
    /** @type {Link | null} */
    let first = null;
    let due = Infinity;
    for (const link of this.links) {
      if (!link.isAtRest()) return;
      const own = link.idle?.due ?? Infinity;
      if (own < due) [first, due] = [link, own];
    }
    if (!first) return;
    this.course.reach(due);
    first.tellTime(true);
  }
}
