// @ts-check
/**
 * The JavaScript side of the kernel: threads that are suspended, woken and interrupted. kernel/host.py is the other side.
 */

const TICK = 64; // kernel/signals.py
const POLLIN = 1;
/** How long a thread runs before the others, or the worker's own messages, get their turn; milliseconds. */
const SLICE = {alone: 40, shared: 5};

export class Suspension {
  /**
   * @param {any} pyodide
   * @param {{onTurn(): void, onSignal(signum: number): void}} events onTurn: a thread is about to be suspended
   */
  constructor(pyodide, events) {
    this.events = events;
    /** Suspended threads by identifier. @type {Map<number, {resume: (signalled: boolean) => void, timer: number}>} */
    this.suspended = new Map();
    this.pending = 0; // a bit per signal
    /** Whether a signal has come that no tick has announced; a tick inside the tick's own handler is of no use. */
    this.urgent = false;
    /** How many threads there are beside the main one. */
    this.threads = 0;
    /** Whether a program runs, so that ticks mean something. */
    this.armed = false;
    this.sliceEnd = 0;
    /** The thread that receives signals. */
    this.main = 0;
    /** @type {(() => void)[]} */
    this.turns = [];
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = () => this.turns.shift()?.();
    this.module = pyodide._module;
    this.module.SOCKFS.pollAsync = (/** @type {number} */ fds, /** @type {number} */ count, /** @type {number} */ timeout) =>
      this.suspend(fds, timeout);
    // Pyodide reads index 0 every few dozen checks of CPython's eval breaker.
    const self = this;
    pyodide.setInterruptBuffer({
      get 0() {
        return self.takeTick();
      },
      set 0(_) {
        // A tick is over when it was taken.
      },
    });
  }

  /** What the interrupt buffer says. Signals are handed over by the tick's handler, between two bytecodes. */
  takeTick() {
    // Pyodide asks again after so many checks. A fixed number would always hit a loop at the same place, and a race
    // between two threads that shows on a machine would never show here.
    this.module.HEAP32[this.module.__Py_emscripten_signal_clock >> 2] = 25 + Math.random() * 50;
    if (!this.armed) return 0;
    const now = performance.now();
    if (now < this.sliceEnd && !this.urgent) return 0;
    this.urgent = false;
    this.startSlice(now);
    return TICK;
  }

  /** A thread goes on. @param {number} now */
  startSlice(now) {
    this.sliceEnd = now + (this.threads ? SLICE.shared : SLICE.alone);
  }

  /**
   * CPython called poll(). `fds` points to one struct pollfd, whose descriptor is the identifier of the thread.
   * @param {number} fds @param {number} timeout milliseconds, negative for ever, 0 for one turn
   * @returns {Promise<number>} how many descriptors are "ready": 1 says that a signal waits
   */
  suspend(fds, timeout) {
    this.events.onTurn();
    const ident = this.module.HEAP32[fds >> 2];
    return new Promise((resolve) => {
      const resume = (/** @type {boolean} */ signalled) => {
        this.suspended.delete(ident);
        this.startSlice(performance.now());
        this.module.HEAP16[(fds + 6) >> 1] = signalled ? POLLIN : 0;
        resolve(signalled ? 1 : 0);
      };
      if (timeout === 0 || (this.pending && ident === this.main)) {
        this.turns.push(() => resume(this.pending !== 0 && ident === this.main));
        this.channel.port2.postMessage(null);
        return;
      }
      const timer = timeout > 0 ? self.setTimeout(() => resume(false), timeout) : 0;
      this.suspended.set(ident, {resume, timer});
    });
  }

  /** Lets a suspended thread go on. @param {number} ident @param {boolean} [signalled] */
  wake(ident, signalled = false) {
    const thread = this.suspended.get(ident);
    if (!thread) return;
    self.clearTimeout(thread.timer);
    thread.resume(signalled);
  }

  /** A signal arrives. @param {number} signum */
  signal(signum) {
    this.pending |= 1 << signum;
    this.urgent = true;
    this.wake(this.main, true);
  }

  /** What kernel/host.py calls. */
  bridge() {
    return {
      wake: (/** @type {number} */ ident) => this.wake(ident),
      spawn: (/** @type {any} */ thread) => this.spawn(thread.copy()),
      takeSignals: () => {
        const pending = this.pending;
        this.pending = 0;
        return pending;
      },
      sendSignal: (/** @type {number} */ signum) => this.signal(signum),
      signalTaken: (/** @type {number} */ signum) => this.events.onSignal(signum),
    };
  }

  /** Runs a Python callable on a stack of its own. @param {any} callable */
  spawn(callable) {
    this.threads += 1;
    this.turns.push(async () => {
      this.startSlice(performance.now());
      try {
        await callable.callPromising();
      } finally {
        this.threads -= 1;
        callable.destroy();
      }
    });
    this.channel.port2.postMessage(null);
  }

  /** Runs the program: settles with what the callable returns. @param {any} callable @param {unknown[]} args */
  async run(callable, ...args) {
    this.armed = true;
    try {
      return await callable.callPromising(...args);
    } finally {
      this.armed = false;
    }
  }
}
