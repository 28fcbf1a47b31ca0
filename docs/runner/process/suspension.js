// @ts-check
/**
 * The JavaScript side of the kernel: it suspends, wakes and interrupts threads. kernel/browser.py is the other side.
 */
import {WaitsInC} from "./c-waits.js";
import {CpuClock} from "./cpu-clock.js";
import {SignalTimers} from "./signal-timers.js";
import {linkEntries, retire, running, unlinkEntries} from "./thread-states.js";
import {Ticks} from "./ticks.js";

const POLLIN = 1;

export class Suspension {
  /**
   * @param {any} pyodide of which it needs `setInterruptBuffer` and the Emscripten module
   * @param {{onTurn(): void, onSignal(signum: number): void, onCrash(error: unknown): void, onReturn(ident: number): void, post(message: object): void}} events
   *   onTurn: a thread is about to be suspended; onCrash: the interpreter can't go on; onReturn: a thread that waited in C code was resumed; post: sends to the machine
   */
  constructor(pyodide, events) {
    this.events = events;
    /** Suspended threads by identifier. @type {Map<number, {resume: (signalled: boolean) => void, callOff: () => void, interruptible: boolean}>} */
    this.suspended = new Map();
    /** Pending signals. @type {Set<number>} */
    this.pending = new Set();
    /** Questions to the machine: the asking thread of each, and the answers not yet taken. @type {Map<number, number>} */
    this.asking = new Map();
    /** @type {Map<number, unknown>} */
    this.answers = new Map();
    this.lastQuestion = 0;
    /** The thread that finalizes the interpreter: no other one ever runs again. 0: not finalizing; -1: it has ended. */
    this.alone = 0;
    this.clock = new CpuClock();
    /** The number of threads besides the main one. */
    this.threads = 0;
    /** Whether a program runs, so that ticks are needed. */
    this.armed = false;
    /** How often a thread was resumed. */
    this.resumed = 0;
    /** Whether other threads run although the program's main one doesn't. */
    this.threadsGoOn = false;
    /** The thread that receives signals. */
    this.main = 0;
    /** @type {(() => void)[]} */
    this.turns = [];
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = () => this.goOn(/** @type {() => void} */ (this.turns.shift()));
    /**
     * Woken threads, in order, and callbacks that resume them. Only one runs at a time: it may stop all others (askAlone), and none
     * of them may be on its way by then.
     * @type {{ident: number, goOn(): void}[]}
     */
    this.ready = [];
    /** Whether a thread runs or is about to; and whether it has yet to begin: Pyodide enters Python in a separate turn of the event loop. */
    this.busy = this.entering = false;
    this.checking = false;
    /** Whether the reader is choosing the next thread. */
    this.picking = false;
    /** Callbacks to run when the process is continued; null while it isn't stopped. @type {(() => void)[] | null} */
    this.stopped = null;
    /** Why no thread may run: a signal, the reader's pause, a coming turn, or questions of C code. @type {Set<string | number>} */
    this.reasons = new Set();
    /** The thread that is paused before its turn until the page resumes it; 0: none. */
    this.standing = 0;
    /** Questions of C code. @type {Map<number, (value: unknown) => void>} */
    this.askingAlone = new Map();
    this.module = pyodide._module;
    this.ticks = new Ticks(this, this.module);
    /** The program's clock. @type {import("./clock.js").Clock} */
    this.time = this.module.clock;
    this.time.onPoll = () => this.ticks.interrupt();
    this.timers = new SignalTimers(this.time, (signum) => this.signal(signum));
    /** The question to the machine whose answer no other thread runs before; 0: none. */
    this.awaited = 0;
    /** Detects that all threads wait, where that matters. @type {import("./rest.js").Rest | null} */
    this.rest = null;
    this.waitsInC = new WaitsInC(this, (ident) => events.onReturn(ident));
    /** The thread states of threads that are or were suspended. @type {Map<number, number>} */
    this.states = new Map();
    this.module.unlinkEntries = (/** @type {any} */ module, /** @type {number} */ threadState) => {
      this.states.set(running(module), threadState);
      return unlinkEntries(module, threadState);
    };
    this.module.linkEntries = (/** @type {any} */ module, /** @type {number} */ threadState, /** @type {any} */ links) =>
      this.waitsInC.resumed(linkEntries(module, threadState, links));
    const {promisingApply} = this.module;
    this.module.promisingApply = (/** @type {unknown[]} */ ...call) => {
      this.entering = false;
      return promisingApply(...call);
    };
    this.module.SOCKFS.pollAsync = (/** @type {number} */ fds, /** @type {number} */ count, /** @type {number} */ timeout) =>
      count > 0 ? this.suspend(fds, timeout) : this.waitsInC.wait(fds, count, timeout);
    // Pyodide reads index 0 once every few dozen checks of CPython's eval breaker. It also resets it, which a tick doesn't need.
    pyodide.setInterruptBuffer(Object.defineProperty({}, 0, {get: () => this.ticks.take(), set() {}}));
  }

  /** A thread's turn begins. @param {number} ident */
  enter(ident) {
    this.clock.start(ident);
    this.time.enter(ident);
    this.ticks.enter();
  }

  /**
   * CPython called poll(). `fds` points to one struct pollfd, whose descriptor is the identifier of the thread.
   * @param {number} fds @param {number} timeout milliseconds, negative: forever, 0: one turn
   * @returns {Promise<number>} how many descriptors are "ready": 1 says that a signal waits
   */
  suspend(fds, timeout) {
    this.events.onTurn();
    this.clock.stop();
    this.waitsInC.check();
    const ident = this.module.HEAP32[fds >> 2];
    const wait = this.time.leave(ident, timeout);
    this.rest?.leaves();
    const interruptible = (this.module.HEAP16[(fds + 4) >> 1] & POLLIN) !== 0 && ident === this.main;
    return new Promise((resolve) => {
      // It may be woken while another thread runs, which can be the last one ever to run: see `alone`.
      const resume = (/** @type {boolean} */ signalled) => {
        this.suspended.delete(ident);
        this.ready.push({ident, goOn: () => resolve(signalled)});
        this.next();
      };
      if (wait === 0 || (this.pending.size && interruptible)) {
        this.takeTurn(() => resume(this.pending.size !== 0 && interruptible));
      } else {
        const callOff = wait > 0 ? this.time.after(wait, () => resume(false)) : () => {};
        this.suspended.set(ident, {resume, callOff, interruptible});
      }
      this.leave();
    }).then((signalled) => {
      if (!this.mayRun(ident)) {
        this.leave();
        return new Promise(() => {}); // the thread never runs again
      }
      this.resumed += 1;
      this.enter(ident);
      this.module.HEAP16[(fds + 6) >> 1] = signalled ? POLLIN : 0;
      return signalled ? 1 : 0;
    });
  }

  /** Ends the running thread's turn: it is suspended, or has ended. */
  leave() {
    this.busy = this.entering = false;
    this.next();
    if (!this.busy) this.rest?.consider();
  }

  /** Whether no thread runs or is about to: each waits, for a time or for another thread. */
  isAtRest() {
    if (this.picking) return false;
    if (this.askingAlone.size) return true;
    return !this.busy && (this.stopped !== null || !(this.ready.length || this.turns.length));
  }

  /** Resumes the next woken thread, unless one runs. */
  next() {
    if (!this.ready.length || this.stopped) return;
    if (this.busy) {
      // Or one waits for a JavaScript promise of the program, suspended by Pyodide: then no thread runs at the next message.
      if (!this.checking) this.takeTurn(() => this.check());
      this.checking = true;
      return;
    }
    this.busy = true;
    this.ready.shift()?.goOn();
  }

  check() {
    this.checking = false;
    if (this.entering) this.next();
    else if (this.ready.length) this.leave();
  }

  /** @param {number} ident */
  mayRun(ident) {
    return !this.alone || this.alone === ident;
  }

  /** Runs an action in its own turn of the event loop, after those already queued. @param {() => void} action */
  takeTurn(action) {
    this.turns.push(action);
    this.channel.port2.postMessage(null);
  }

  /** Runs a callback that resumes a thread, now or when the process is continued. @param {() => void} turn */
  goOn(turn) {
    if (this.stopped) this.stopped.push(turn);
    else turn();
  }

  /** Whether the reader has paused the process. */
  get paused() {
    return this.reasons.has("pause") || this.reasons.has("turn");
  }

  /** Stops all threads until `proceed`; the running one suspends itself now. @param {number} ident the running thread */
  stand(ident) {
    this.standing = ident;
    this.stop("turn");
  }

  /** Resumes the thread that is paused before its turn, ahead of all others. Does nothing if none is. */
  proceed() {
    if (!this.standing) return;
    this.wakeFirst(this.standing);
    this.standing = 0;
    this.continue("turn");
  }

  /** Wakes a thread while all are stopped; it runs ahead of all others. @param {number} ident */
  wakeFirst(ident) {
    this.wake(ident);
    this.ready.sort((one, other) => Number(other.ident === ident) - Number(one.ident === ident));
  }

  /** Stops all threads; all of them are suspended when this is called. */
  stop(reason = /** @type {string | number} */ ("signal")) {
    this.reasons.add(reason);
    this.stopped ??= [];
  }

  /**
   * Removes a reason for being stopped; threads run again when there is none left: the first now if `atOnce`, all others in separate
   * turns, before which the signal that continues the process is delivered.
   */
  continue(reason = /** @type {string | number} */ ("signal"), atOnce = false) {
    this.reasons.delete(reason);
    if (this.reasons.size) return;
    const held = this.stopped ?? [];
    this.stopped = null;
    if (atOnce) this.next();
    for (const turn of [() => this.next(), ...held]) this.takeTurn(turn);
  }

  /** Wakes a suspended thread. @param {number} ident @param {boolean} [signalled] */
  wake(ident, signalled = false) {
    const thread = this.suspended.get(ident);
    if (!thread) return;
    thread.callOff();
    thread.resume(signalled);
  }

  /** Handles an arriving signal. @param {number} signum */
  signal(signum) {
    this.pending.add(signum);
    this.ticks.announce();
    if (this.suspended.get(this.main)?.interruptible) this.wake(this.main, true);
  }

  /** Handles the machine's answer to a question. @param {number} number @param {unknown} value */
  answer(number, value) {
    if (this.askingAlone.has(number)) {
      this.askingAlone.get(number)?.(value);
      this.askingAlone.delete(number);
      this.continue(number);
      return;
    }
    this.answers.set(number, value);
    const ident = this.asking.get(number);
    this.asking.delete(number);
    if (ident === undefined) return;
    if (number === this.awaited) {
      this.awaited = 0;
      this.wakeFirst(ident);
      this.continue(number, true);
    } else {
      this.wake(ident);
    }
  }

  /**
   * Asks the machine, for the running thread, which is woken by the answer. If the answer comes at once, the thread waits for it as for a
   * system call that takes no time: on the instant clock no other one runs meanwhile.
   * @param {string} op @param {unknown[]} args @param {number} ident @param {boolean} atOnce @returns {number} the question's number
   */
  ask(op, args, ident, atOnce) {
    const number = (this.lastQuestion += 1);
    this.asking.set(number, ident);
    if (atOnce && this.time.instant && !this.awaited) {
      this.awaited = number;
      this.stop(number);
    }
    this.events.post({type: "call", number, op, args});
    return number;
  }

  /**
   * Asks the machine while all threads are stopped. C code relies on that: SQLite is built without mutexes.
   * @param {string} op @param {unknown[]} args @returns {Promise<unknown>}
   */
  askAlone(op, args) {
    const number = (this.lastQuestion += 1);
    this.stop(number);
    return new Promise((resolve) => {
      this.askingAlone.set(number, resolve);
      this.events.post({type: "call", number, op, args});
    });
  }

  /** Abandons all threads where they are suspended. Called while none runs. @returns {number} how many */
  abandon() {
    const {size} = this.suspended;
    for (const [ident, {callOff}] of this.suspended) {
      callOff();
      retire(this.module, /** @type {number} */ (this.states.get(ident)));
    }
    this.states.clear();
    this.suspended.clear();
    this.ready.length = 0;
    this.turns = this.turns.map(() => () => {}); // their messages are already on the way
    this.busy = this.picking = false;
    this.threads = 0;
    return size;
  }

  /** Runs a Python callable on its own stack. @param {any} callable */
  spawn(callable) {
    this.threads += 1;
    if (this.threads === 1) this.ticks.enter(); // it was alone until now
    this.takeTurn(async () => {
      if (this.alone) return;
      this.enter(0);
      this.busy = this.entering = true;
      try {
        await callable.callPromising();
      } catch (error) {
        this.events.onCrash(error);
      } finally {
        this.clock.stop();
        this.threads -= 1;
        callable.destroy();
        this.waitsInC.check();
        this.leave();
      }
    });
  }

  /** Runs the program. Resolves with the callable's result. @param {any} callable @param {unknown[]} args */
  async run(callable, ...args) {
    this.armed = true;
    if (this.stopped) await new Promise((resolve) => this.goOn(() => resolve(undefined)));
    this.enter(this.main);
    this.busy = this.entering = true;
    try {
      return await callable.callPromising(...args);
    } finally {
      this.clock.stop();
      this.armed = this.threadsGoOn;
      this.leave();
    }
  }
}
