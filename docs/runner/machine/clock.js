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
    /** What it is called at a choice. */
    this.name = "";
    /** See turns.js. @type {object[]} */
    this.held = [];
    this.heldSince = 0;
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
    if (fire) this.send({type: "time", now, fire});
    else this.post({type: "time", now, fire});
  }

  /** @param {object} message */
  post(message) {
    if (!this.clock.turns?.holds(this, message, this.clock.links.size)) this.send(message);
  }

  /** Tells it now, whoever has the turn. @param {object} message */
  send(message) {
    this.sent += 1;
    this.worker.postMessage(message);
  }

  /** Whether nothing goes on there, and nothing is on its way. What has not had a turn yet has nothing to do. */
  isAtRest() {
    return (this.sent === 0 && this.held.length > 0) || this.idle?.received === this.sent;
  }

  terminate() {
    this.worker.onmessage = null;
    this.worker.terminate();
    this.clock.leave(this);
  }
}

export class Clock {
  /** @param {import("./turns.js").Turns | null} [turns] where they are chosen */
  constructor(turns = null) {
    this.turns = turns;
    this.course = new Course(Math.floor(performance.timeOrigin + performance.now()));
    /** @type {import("../shared/clocks.js").Kind} */
    this.kind = "real";
    /** Whether it stands because the reader wants it to, and no thread runs. */
    this.paused = false;
    /** @type {Set<Link>} */
    this.links = new Set();
    /** Called when all processes wait, and none of them for a time. */
    this.onStuck = () => {};
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
    const message = {type: "clock", ...this.course.describe(), instant: this.instant, paused: this.paused};
    if (link.sent) link.send(message);
    else link.post(message); // after what it is to be
  }

  /** An interpreter says what is of interest on the instant clock, how late it was when it paused, or that it stands before a turn. @param {Link} link @param {any} message */
  hear(link, message) {
    if (message.type === "turnTaken") {
      this.turns?.answer(message.taken);
    } else if (message.type === "turn") {
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
    if (this.paused) return;
    for (const link of this.links) if (!link.isAtRest()) return;
    const waiting = this.turns?.waiting(this.links) ?? [];
    if (waiting.length) {
      const next = this.turns?.pick("process", waiting);
      if (next) this.turns?.give(next);
      return;
    }
    if (!this.stands) return;
    const due = Math.min(...[...this.links].map(({idle}) => idle?.due ?? Infinity));
    if (due === Infinity) return this.onStuck();
    const together = [...this.links].filter(({idle}) => idle?.due === due);
    const first = this.turns ? this.turns.pick("timer", together) : together[0];
    if (!first) return;
    this.course.reach(due);
    this.turns?.give(first);
    first.tellTime(true);
  }
}
