// @ts-check
/**
 * The clock of a run: one for all processes, interpreters, threads, sockets and timers of the machine.
 *
 * On the instant clock, time stands while anything runs. When all processes are at rest and no message is on its way to or from any of
 * them, the clock jumps to the earliest time that any of them waits for. Processes communicate only through the machine, and messages on
 * one way arrive in order. Therefore:
 *
 *   A process sends `idle` when none of its threads runs or is about to, with the number of messages that it has handled. When the
 *   machine receives it, it has received everything that the process sent before. If it has also sent the process no more messages than
 *   were handled, nothing is on its way between the two. This remains so: only a message from the machine wakes a process at rest, or an
 *   event from outside (a process that waits for one has sent `flows`). If it holds for all processes, only time can make anything happen.
 *
 * Then the one process whose time comes first is told to continue; the next one when all are at rest again. So events have one order,
 * even if many processes wait for the same moment. Each process learns the time before it receives any other message.
 */
import {Course} from "../shared/course.js";

/** @typedef {{postMessage(message: object): void, terminate(): void, onmessage: unknown}} Interpreter its worker */

/** A connection to an interpreter, which counts the messages sent. */
export class Link {
  /** @param {Clock} clock @param {Interpreter} worker */
  constructor(clock, worker) {
    this.clock = clock;
    this.worker = worker;
    /** The name of its process at a choice. */
    this.name = "";
    /** See turns.js. @type {object[]} */
    this.held = [];
    this.heldSince = 0;
    this.atPoint = true;
    this.sent = 0;
    /** The time that it was last told. */
    this.told = NaN;
    /** Its last message, if that reported that it is at rest (machine.js). @type {{received: number, due: number | null} | null} */
    this.idle = null;
    this.flows = false;
  }

  /** @param {object} message */
  postMessage(message) {
    if (this.clock.stands && this.told !== this.clock.course.now()) this.tellTime(false);
    this.post(message);
  }

  /** @param {boolean} fire whether the time that it waits for has come */
  tellTime(fire) {
    const now = (this.told = this.clock.course.now());
    if (fire) this.send({type: "time", now, fire});
    else this.post({type: "time", now, fire});
  }

  /** @param {object} message */
  post(message) {
    if (!this.clock.turns?.holds(this, message, this.clock.links.size)) this.send(message);
  }

  /** Sends a message at once, whichever process has the turn. @param {object} message */
  send(message) {
    this.sent += 1;
    this.worker.postMessage(message);
  }

  /** Whether nothing runs there and no message is on its way. An interpreter that has not had a turn yet has nothing to do. */
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
  /** @param {import("./turns.js").Turns | null} [turns] if turns are chosen */
  constructor(turns = null) {
    this.turns = turns;
    this.course = new Course(Math.floor(performance.timeOrigin + performance.now()));
    /** @type {import("../shared/clocks.js").Kind} */
    this.kind = "real";
    /** Whether the reader has paused the clock, so that no thread runs. */
    this.paused = false;
    /** @type {Set<Link>} */
    this.links = new Set();
    /** Called when all processes wait, and none of them for a time. */
    this.onStuck = () => {};
  }

  get instant() {
    return this.kind === "instant";
  }

  /** Whether time advances only when all processes are at rest. */
  get stands() {
    return this.instant && this.course.rate === 0;
  }

  /** Adds an interpreter. @param {Interpreter} worker @returns {Link} */
  join(worker) {
    const link = new Link(this, worker);
    this.links.add(link);
    return link;
  }

  /** @param {Link} link */
  leave(link) {
    // Other processes may have to learn of its end first.
    if (this.links.delete(link) && this.instant) setTimeout(() => this.settle());
  }

  /** Switches to another clock, or pauses. @param {import("../shared/clocks.js").Kind} kind @param {boolean} [paused] */
  choose(kind, paused = false) {
    if (kind !== this.kind) for (const link of this.links) link.flows = false;
    this.kind = kind;
    this.paused = paused;
    this.go();
  }

  /** Begins a program's time at a whole second, if the clock is instant: what the program rounds up is then the same in each run. */
  align() {
    if (!this.instant) return;
    this.course.reach(Math.ceil(this.course.now() / 1000) * 1000);
    this.go();
  }

  /** The rate at which the clock should run now. */
  rate() {
    if (this.paused) return 0;
    if (this.kind !== "instant") return this.kind === "real" ? 1 : this.kind;
    return [...this.links].some((link) => link.flows) ? 1 : 0;
  }

  /** Applies the rate. */
  go() {
    if (this.instant && this.course.isWall) this.course.reach(Math.ceil(this.course.now()));
    this.course.run(this.rate());
    for (const link of this.links) this.describe(link);
  }

  /** Sends the clock's state to an interpreter. @param {Link} link */
  describe(link) {
    link.told = this.course.now();
    const message = {type: "clock", ...this.course.describe(), instant: this.instant, paused: this.paused};
    if (link.sent) link.send(message);
    else link.post(message); // after the message that gives it its identity
  }

  /** Handles an interpreter's message about time: on the instant clock, on a pause, or before a turn. @param {Link} link @param {any} message */
  handle(link, message) {
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

  /** Lets time run as in reality while any process needs that. */
  goAsNeeded() {
    if (this.rate() !== this.course.rate) this.go();
  }

  /** Advances the clock if everything is at rest. */
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
