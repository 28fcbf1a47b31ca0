// @ts-check
/**
 * The clock of an interpreter: C code reads it, and it wakes threads that wait until a time. It runs as the machine's clock does
 * (machine/clock.js): in real time, at another rate, or, on the instant clock, only when nothing else is left to do (rest.js).
 *
 * On the instant clock computing takes no time. Each reading is a nanosecond later than the last, as on a very fast machine, so that no
 * two are equal, and a rounding error doesn't make a measured duration shorter than the wait that it measures.
 */
import {Course} from "../shared/course.js";
import {after} from "./timers.js";

const [REALTIME, MONOTONIC] = [0, 1]; // <wasi/api.h>
/** The difference between successive readings of the instant clock; milliseconds. */
const READING = 1e-6;
/**
 * A thread that reads the instant clock this often without waiting is assumed to poll for a point in time. From then on, each time it is
 * interrupted, it is treated as if it waited this many milliseconds.
 */
const PATIENCE = 10_000;
const POLL = 1;
/** From this many readings on, if the thread can't be interrupted, each reading advances the clock by POLL; milliseconds. */
const DESPERATE = 10 * PATIENCE;

/** @typedef {{due: number, order: number, callback: () => void, callOff: () => void}} Timer */

const nothing = () => {};

/** Milliseconds as whole nanoseconds. @param {number} milliseconds */
const nanoseconds = (milliseconds) => BigInt(Math.round(milliseconds * 1e6));

export class Clock {
  /** Replaces imports before the interpreter is instantiated. @param {any} imports */
  constructor({env, wasi_snapshot_preview1: wasi}) {
    this.course = new Course(performance.timeOrigin);
    /** Whether the clock advances only when the process has nothing else to do. */
    this.instant = false;
    /** @type {Set<Timer>} */
    this.timers = new Set();
    this.lastOrder = 0;
    /** The latest time that the program has seen. It never decreases, although messages from the machine may be late. */
    this.shown = -Infinity;
    /** How often the running thread has read the instant clock since it last waited, and the same for the other threads. */
    this.reads = 0;
    /** @type {Map<number, number>} */
    this.readsOf = new Map();
    /** How long the thread that is about to be suspended will wait, to the fraction of a millisecond. */
    this.exact = NaN;
    /** Called when the running thread keeps reading the clock and should be interrupted. */
    this.onPoll = nothing;
    /** The interpreter's exports. @type {{memory: WebAssembly.Memory} | null} */
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

  /** Follows the machine's clock. @param {import("../shared/course.js").Description & {instant: boolean}} state */
  follow({instant, ...course}) {
    if (!instant || !this.instant) this.readsOf.clear();
    this.reads = 0;
    this.instant = instant;
    const isSame = this.course.origin === course.origin && !course.isWall;
    this.course.follow(course);
    if (isSame) this.course.reach(this.shown);
    this.rearm();
  }

  /** Changes the rate, until the machine's next message. @param {number} rate */
  run(rate) {
    if (this.course.rate === rate) return;
    this.course.run(rate);
    this.rearm();
  }

  /** Returns the time that a program reads. */
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
   * @param {number} ident @param {number} timeout milliseconds, negative: forever, 0: one turn @returns {number} how long it waits
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
   * Calls back after any length of time on this clock.
   * @param {number} milliseconds @param {() => void} callback @returns {() => void} cancels the call
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

  /** Restarts all timers after the clock's course has changed. */
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

  /** The next timer; of several due at the same time, the one set first. @returns {Timer | null} */
  first() {
    let first = null;
    for (const timer of this.timers) {
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer;
    }
    return first;
  }

  /** Advances the clock to the next timer and fires it. */
  jump() {
    const first = this.first();
    if (!first) return;
    this.course.reach(first.due);
    this.shown = this.course.now();
    this.fire(first);
  }
}
