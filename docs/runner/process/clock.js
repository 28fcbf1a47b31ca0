// @ts-check
/**
 * The clock of an interpreter: what C code reads, and what wakes threads that wait until a time. It goes as the machine's does
 * (machine/clock.js): as on the wall, at another rate, or on the instant clock only when nothing else is left to do (rest.js).
 *
 * On the instant clock computing takes no time. Each reading is a nanosecond later than the last, as on a very fast machine: so no two
 * are equal, and what a program computes of them is not below what it waited for by an error of rounding.
 */
import {Course} from "../shared/course.js";
import {after} from "./timers.js";

const [REALTIME, MONOTONIC] = [0, 1]; // <wasi/api.h>
/** How much later each reading is on the instant clock; milliseconds. */
const READING = 1e-6;
/**
 * A thread that reads the instant clock so often without waiting waits for a time to come. From then on, whenever it is interrupted, it
 * is taken to wait so many milliseconds.
 */
const PATIENCE = 10_000;
const POLL = 1;
/** Where it can't be interrupted, each reading is so much later from this one on; milliseconds. */
const DESPERATE = 10 * PATIENCE;

/** @typedef {{due: number, order: number, callback: () => void, callOff: () => void}} Timer */

const nothing = () => {};

/** Milliseconds as whole nanoseconds. @param {number} milliseconds */
const nanoseconds = (milliseconds) => BigInt(Math.round(milliseconds * 1e6));

export class Clock {
  /** Before the interpreter is instantiated. @param {any} imports */
  constructor({env, wasi_snapshot_preview1: wasi}) {
    this.course = new Course(performance.timeOrigin);
    /** Whether it goes on only when the process has nothing else to do. */
    this.instant = false;
    /** @type {Set<Timer>} */
    this.timers = new Set();
    this.lastOrder = 0;
    /** The latest time that the program knows of. It doesn't go back, though messages of the machine's may be late. */
    this.shown = -Infinity;
    /** How often the running thread has read the instant clock since it last waited, and the others. */
    this.reads = 0;
    /** @type {Map<number, number>} */
    this.readsOf = new Map();
    /** How long the thread that is about to be suspended will wait, to the fraction of a millisecond. */
    this.exact = NaN;
    /** The running thread reads the clock without end: interrupt it soon. */
    this.onPoll = nothing;
    /** The interpreter's. @type {{memory: WebAssembly.Memory} | null} */
    this.exports = null;
    const {emscripten_date_now} = env;
    const {clock_time_get} = wasi;
    env.emscripten_get_now = () => this.read();
    env.emscripten_date_now = () => (this.course.isWall ? emscripten_date_now() : this.course.origin + this.read());
    wasi.clock_time_get = (/** @type {number} */ id, /** @type {bigint} */ precision, /** @type {number} */ place) => {
      if (id !== MONOTONIC && (id !== REALTIME || this.course.isWall)) return clock_time_get(id, precision, place);
      const since = id === REALTIME ? nanoseconds(this.course.origin) : 0n;
      new BigInt64Array(/** @type {any} */ (this.exports).memory.buffer, place, 1)[0] = since + nanoseconds(this.read());
      return 0;
    };
  }

  /** @param {{exports: any}} instance of the interpreter */
  connect({exports}) {
    this.exports = exports;
  }

  /** Goes as the machine's. @param {import("../shared/course.js").Description & {instant: boolean}} state */
  follow({instant, ...course}) {
    if (!instant || !this.instant) this.readsOf.clear();
    this.reads = 0;
    this.instant = instant;
    const isSame = this.course.origin === course.origin && !course.isWall;
    this.course.follow(course);
    if (isSame) this.course.reach(this.shown);
    this.rearm();
  }

  /** Goes at another rate, until the machine says otherwise. @param {number} rate */
  run(rate) {
    if (this.course.rate === rate) return;
    this.course.run(rate);
    this.rearm();
  }

  /** What a program reads. */
  read() {
    if (this.instant && !this.course.rate) {
      this.reads += 1;
      this.course.from += READING;
      if (this.reads > PATIENCE) this.onPoll();
      if (this.reads > DESPERATE) this.course.from += POLL;
    }
    this.shown = this.course.now();
    return this.shown;
  }

  /**
   * A thread is about to be suspended.
   * @param {number} ident @param {number} timeout milliseconds, negative for ever, 0 for one turn @returns {number} how long it waits
   */
  leave(ident, timeout) {
    const exact = this.exact;
    this.exact = NaN;
    if (!this.instant) return timeout;
    this.readsOf.set(ident, timeout ? 0 : this.reads);
    if (timeout === 0 && this.reads > PATIENCE) return POLL;
    return timeout > 0 && !Number.isNaN(exact) ? exact : timeout;
  }

  /** A thread runs. @param {number} ident */
  enter(ident) {
    if (this.instant) this.reads = this.readsOf.get(ident) ?? 0;
  }

  /**
   * Calls back after some time on this clock, however long.
   * @param {number} milliseconds @param {() => void} callback @returns {() => void} calls it off
   */
  after(milliseconds, callback) {
    this.lastOrder += 1;
    /** @type {Timer} */
    const timer = {due: this.course.now() + milliseconds, order: this.lastOrder, callback, callOff: nothing};
    this.timers.add(timer);
    this.arm(timer, milliseconds);
    return () => {
      timer.callOff();
      this.timers.delete(timer);
    };
  }

  /** @param {Timer} timer @param {number} left milliseconds */
  arm(timer, left) {
    const {rate} = this.course;
    timer.callOff = rate ? after(Math.max(left / rate, 0), () => this.fire(timer)) : nothing;
  }

  /** Time goes otherwise now. */
  rearm() {
    const now = this.course.now();
    for (const timer of this.timers) {
      timer.callOff();
      this.arm(timer, timer.due - now);
    }
  }

  /** @param {Timer} timer */
  fire(timer) {
    timer.callOff();
    if (this.timers.delete(timer)) timer.callback();
  }

  /** What is due next; of several, what was asked for first. @returns {Timer | null} */
  first() {
    let first = null;
    for (const timer of this.timers) {
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer;
    }
    return first;
  }

  /** It is so late now, and whatever is due first happens. */
  jump() {
    const first = this.first();
    if (!first) return;
    this.course.reach(first.due);
    this.shown = this.course.now();
    this.fire(first);
  }
}
