// @ts-check
/**
 * The timer's interrupts: CPython reads the interrupt buffer at its checks for signals, and what it reads there makes it call the
 * kernel, which delivers signals and gives other threads a turn (kernel/processes/signals.py).
 */

const TICK = 64; // kernel/processes/signals.py
/** How long the only thread runs before the worker's messages get a turn; milliseconds. */
const ALONE = 40;
/** The shortest time between two ticks, so that a tick doesn't hit the handler of the last; milliseconds. */
const ANNOUNCE_AGAIN = 1;
/** How often a tick that hit kernel code is retried, so that a program that calls the kernel in a loop is still interrupted. */
const RETRIES = 50;
/** CPython's default of sys.setswitchinterval; milliseconds. */
const SWITCH_INTERVAL = 5;
/** What CPython sets its count of checks to before it reads the interrupt buffer between two bytecodes. */
const BETWEEN_BYTECODES = 50;
/** Reading the clock costs as much as what CPython does between two checks: at most this many checks in a row skip it while they come fast. */
const MOST_UNTIMED = 4;
/** Checks further apart than this all read the clock; milliseconds. */
const APART = 0.5;
/** How long a C function that checks for signals itself, such as a regular expression, may run; milliseconds. */
const IN_C = 200;

export class Ticks {
  /**
   * @param {{armed: boolean, pending: Set<number>, threads: number, time: import("./clock.js").Clock, rest: import("./rest.js").Rest | null}} suspension
   * @param {any} module Emscripten's
   */
  constructor(suspension, module) {
    this.suspension = suspension;
    this.module = module;
    /** How long a thread runs until the others get a turn; milliseconds. */
    this.slice = SWITCH_INTERVAL;
    this.sliceStart = this.sliceEnd = 0;
    /** When the next tick may announce pending signals: again, if the last one hit kernel code. */
    this.announceAt = 0;
    /** When the clock was last read at one of CPython's checks, how many checks after it skip the clock, and how many of these are left. */
    this.timedAt = 0;
    this.untimed = 0;
    this.untimedLeft = 0;
    this.retries = 0;
    /** Whether the last tick had no effect. */
    this.missed = false;
  }

  /** The value of the interrupt buffer. The tick's handler delivers signals, between two bytecodes. */
  take() {
    const inC = this.module.HEAP32[this.module.__Py_emscripten_signal_clock >> 2] !== BETWEEN_BYTECODES;
    if (!inC) this.askAfter(25, BETWEEN_BYTECODES);
    const {armed, pending, time, rest} = this.suspension;
    if (!armed) return 0;
    if (this.untimedLeft > 0 && !this.missed && !pending.size) {
      this.untimedLeft -= 1;
      return 0;
    }
    const now = performance.now();
    if (time.instant) rest?.runs();
    this.untimed = now - this.timedAt > APART ? 0 : Math.min(this.untimed + 1, MOST_UNTIMED);
    this.timedAt = now;
    this.untimedLeft = this.untimed;
    // C code that checks for signals may have state that no other thread may see, such as a half-written buffer.
    if (now >= this.sliceEnd + (inC ? IN_C : 0)) this.retries = RETRIES;
    else if (inC || !(this.missed || (pending.size && now >= this.announceAt))) return 0;
    this.missed = false;
    this.announceAt = now + ANNOUNCE_AGAIN;
    this.startSlice(now);
    return TICK;
  }

  /**
   * Lets Pyodide check again after a random number of eval breaker checks. A fixed number would always hit a loop at the same place,
   * and a race between two threads that occurs on a machine would never occur here.
   * @param {number} least @param {number} most
   */
  askAfter(least, most) {
    this.module.HEAP32[this.module.__Py_emscripten_signal_clock >> 2] = least + Math.random() * (most - least);
  }

  /** Schedules another tick soon: the last one had no effect. */
  repeat() {
    if (this.retries === 0) return;
    this.retries -= 1;
    this.missed = true;
    this.askAfter(8, 24);
  }

  /** Interrupts the running thread soon: it polls the clock. */
  interrupt() {
    this.missed = true;
    this.retries = RETRIES;
  }

  /** A signal has come, which the next tick delivers. */
  announce() {
    this.announceAt = 0;
    this.retries = RETRIES;
  }

  /** A thread's turn begins, or it is no longer the only one: a tick that was missed before is not repeated, unless a signal is pending. */
  enter() {
    this.missed = false;
    this.retries = this.suspension.pending.size ? RETRIES : 0;
    this.startSlice();
  }

  /** Starts a time slice of the running thread. */
  startSlice(now = performance.now()) {
    this.sliceStart = now;
    this.sliceEnd = now + (this.suspension.threads ? this.slice : ALONE);
  }

  /** Sets how long a slice lasts, the current one, too. @param {number} milliseconds */
  setSlice(milliseconds) {
    this.slice = milliseconds;
    this.startSlice(this.sliceStart);
  }
}
