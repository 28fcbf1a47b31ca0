// The suspension without a browser and without an interpreter: a fake module, and an event loop whose order chance decides.
import assert from "node:assert/strict";
import {test} from "node:test";
import {chance} from "./chance.mjs";

/** The faults that were put in for a try were found within the first hundred. */
const ORDERS = 10_000;
const STEPS = 20;
const POLLIN = 1;
const MAIN = 100;
const SIGNUM = 10;

/** What the browser has: timers, and messages in their order. The test says when which of them comes. */
class EventLoop {
  constructor() {
    this.timers = new Map();
    this.messages = [];
    this.last = 0;
    globalThis.self = {
      setTimeout: (callback, ms) => {
        assert.ok(ms <= 2 ** 31 - 1, `setTimeout calls back at once after ${ms} ms`);
        this.timers.set((this.last += 1), callback);
        return this.last;
      },
      clearTimeout: (id) => this.timers.delete(id),
    };
    const {messages} = this;
    globalThis.MessageChannel = class {
      constructor() {
        this.port1 = {};
        this.port2 = {postMessage: () => messages.push(() => this.port1.onmessage())};
      }
    };
  }

  /** @param {number} id */
  fire(id) {
    const callback = this.timers.get(id);
    this.timers.delete(id);
    callback?.();
  }

  next() {
    this.messages.shift()?.();
  }
}

const loop = new EventLoop();
const {bridge} = await import("../../docs/runner/process/bridge.js");
const {Suspension} = await import("../../docs/runner/process/suspension.js");
const {Clock} = await import("../../docs/runner/process/clock.js");
const {after} = await import("../../docs/runner/process/timers.js");

/** Threads on a suspension; each turn of one is noted, with what may have caused it. */
class World {
  constructor(seed) {
    loop.timers.clear();
    loop.messages.length = 0;
    this.pick = chance(seed);
    const memory = new ArrayBuffer(1024);
    this.module = {
      HEAPU8: new Uint8Array(memory), HEAPU32: new Uint32Array(memory), HEAP32: new Int32Array(memory),
      HEAP16: new Int16Array(memory), SOCKFS: {}, __Py_emscripten_signal_clock: 0, _PyThreadState_Get: () => 0, stackSave: () => 0, clock: new Clock({env: {}, wasi_snapshot_preview1: {}}),
      promisingApply: (run) => run(),
    };
    this.crashes = [];
    const events = {onTurn() {}, onSignal() {}, onCrash: (error) => this.crashes.push(error), post() {}};
    this.suspension = new Suspension({_module: this.module, setInterruptBuffer() {}}, events);
    this.suspension.main = MAIN;
    this.bridge = bridge(this.suspension);
    /** By identifier: what a thread waits for, null while it runs or has ended. */
    this.threads = new Map();
    this.ended = new Set();
    this.alone = 0;
    this.running = 0;
    this.stopped = this.paused = false;
    /** The thread that asks the machine while all others stand still: in C code, or on the instant clock. */
    this.asking = 0;
  }

  /** A thread begins to wait, as kernel/browser.py asks for it; what it says when it comes back. */
  wait(ident, {timeout, interruptible}) {
    const place = 64 + (ident - MAIN) * 8;
    this.module.HEAP32[place >> 2] = ident;
    this.module.HEAP16[(place + 4) >> 1] = interruptible ? POLLIN : 0;
    const waiting = {timeout, interruptible, reasons: new Set(timeout === 0 ? ["turn"] : [])};
    if (this.suspension.pending.size && interruptible && ident === MAIN) waiting.reasons.add("signal");
    this.threads.set(ident, waiting);
    const before = this.timerIds();
    const settled = this.module.SOCKFS.pollAsync(place, 1, timeout);
    waiting.timer = [...loop.timers.keys()].find((id) => !before.has(id));
    this.running = 0;
    return {settled, waiting};
  }

  /** C code of a thread asks the machine, as for a lock on a file. @param {number} ident */
  async askAlone(ident) {
    this.running = 0;
    this.asking = ident;
    await this.suspension.askAlone("setRangeLock", []);
    assert.equal(this.running, 0, "a thread ran while C code of another waited for the machine");
    this.running = ident;
    this.asking = 0;
  }

  /** A thread asks the machine on the instant clock, as for a new pipe. @param {number} ident */
  async askAtOnce(ident) {
    const {clock} = this.module;
    clock.instant = true;
    const number = this.bridge.ask("pipe", [], ident, true);
    clock.instant = false;
    this.asking = ident;
    while (!this.bridge.answered(number)) {
      const {settled, waiting} = this.wait(ident, {timeout: -1, interruptible: false});
      await settled;
      if (this.bridge.answered(number)) {
        waiting.reasons.add("answer");
        this.asking = 0;
      }
      this.back(ident, waiting, 0);
    }
    assert.equal(this.bridge.takeAnswer(number), 7);
  }

  /** The machine answers all that it was asked. */
  answerAll() {
    for (const number of this.suspension.askingAlone.keys()) this.suspension.answer(number, 7);
    for (const number of this.suspension.asking.keys()) {
      // Whoever asked is the first to go on, if it can go on now.
      if (this.stopped || this.paused || ![0, this.asking].includes(this.alone)) this.asking = 0;
      this.suspension.answer(number, 7);
    }
  }

  /** A thread comes back. */
  back(ident, waiting, signalled) {
    assert.equal(this.running, 0, "two threads run at once");
    this.running = ident;
    assert.equal(this.threads.get(ident), waiting, `thread ${ident} comes back from a wait that is over`);
    assert.ok(!this.stopped && !this.paused, `thread ${ident} runs while the process is stopped`);
    assert.equal(this.asking, 0, `thread ${ident} runs while C code of another waits for the machine`);
    assert.ok(waiting.reasons.size, `thread ${ident} comes back, and nothing woke it`);
    assert.ok(!this.alone || this.alone === ident, `thread ${ident} runs beside the last one`);
    if (signalled) assert.ok(waiting.interruptible && ident === MAIN);
    this.threads.set(ident, null);
  }

  timerIds() {
    return new Set(loop.timers.keys());
  }

  /** A thread's life: it waits some times, in one way or another, and wakes others in between. */
  async live(ident, waits) {
    for (let count = 0; count < waits; count++) {
      const {settled, waiting} = this.wait(ident, {timeout: [-1, -1, 0, 5][this.pick(4)], interruptible: this.pick(3) > 0});
      const signalled = await settled;
      this.back(ident, waiting, signalled);
      if (signalled) this.bridge.takeSignals();
      if (this.pick(3) === 0) this.wake(this.anyone());
      if (this.pick(12) === 0) this.signal();
      if (this.pick(4) === 0) await this.askAlone(ident);
      if (this.pick(4) === 0) await this.askAtOnce(ident);
    }
    this.ended.add(ident);
    this.running = 0;
  }

  anyone() {
    const idents = [...this.threads.keys()];
    return idents[this.pick(idents.length)];
  }

  /** Whoever is woken twice comes back once. @param {number} ident */
  wake(ident) {
    this.threads.get(ident)?.reasons.add("wake");
    this.bridge.wake(ident);
  }

  signal() {
    const main = this.threads.get(MAIN);
    if (main?.interruptible) main.reasons.add("signal");
    this.bridge.sendSignal(SIGNUM);
  }

  fireTimer(id) {
    for (const waiting of this.threads.values()) if (waiting?.timer === id) waiting.reasons.add("timer");
    loop.fire(id);
  }

  answer() {
    const ident = this.anyone();
    const number = this.bridge.ask("read", [], ident, false);
    assert.equal(this.bridge.answered(number), false);
    this.threads.get(ident)?.reasons.add("answer");
    this.suspension.answer(number, 7);
    assert.equal(this.bridge.takeAnswer(number), 7);
  }

  /** As Pyodide does: it enters Python in a turn of the event loop of its own, by a channel of its own. @param {() => Promise<void>} run */
  async enter(run) {
    for (let turns = 1 + this.pick(2); turns > 0; turns--) await new Promise((resolve) => loop.messages.push(resolve));
    await this.module.promisingApply(run);
  }

  spawn(ident) {
    const thread = {
      copy: () => thread,
      destroy() {},
      callPromising: async () => {
        assert.equal(this.alone, 0, "a thread starts beside the last one");
        assert.ok(!this.stopped && !this.paused, "a thread starts while the process is stopped");
        assert.equal(this.asking, 0, "a thread starts while another waits for the machine alone");
        await this.enter(() => {
          assert.equal(this.running, 0, "a thread starts while another runs");
          this.running = ident;
          return this.live(ident, 2 + this.pick(4));
        });
      },
    };
    this.threads.set(ident, null);
    this.bridge.spawn(thread);
  }

  /** The end: only one thread goes on. @param {number} ident */
  runAlone(ident) {
    this.alone = ident;
    this.bridge.runAlone(ident);
  }

  /** SIGSTOP and SIGCONT. @param {boolean} stopped */
  stop(stopped) {
    this.stopped = stopped;
    if (stopped) this.suspension.stop();
    else this.suspension.continue();
  }

  /** The reader's pause. @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    if (paused) this.suspension.stop("pause");
    else this.suspension.continue("pause");
  }

  step() {
    const timers = [...loop.timers.keys()];
    const what = this.pick(14);
    if (what < 3) loop.next();
    else if (what < 5 && timers.length) this.fireTimer(timers[this.pick(timers.length)]);
    else if (what < 7) this.wake(this.anyone());
    else if (what === 7) this.signal();
    else if (what === 8) this.answer();
    else if (what === 9) this.stop(!this.stopped);
    else if (what === 13) this.pause(!this.paused);
    else if (what > 10) this.answerAll();
    else if (this.threads.size < 6) this.spawn(MAIN + this.threads.size);
  }
}

/** All that is under way between two turns of the event loop. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function order(seed) {
  const world = new World(seed);
  const ends = world.pick(3) === 0 ? world.pick(STEPS) : -1;
  const main = world.suspension.run({callPromising: () => world.live(MAIN, 6 + world.pick(6))});
  let failure;
  main.catch((error) => {
    failure = error;
  });
  await settle();
  for (let count = 0; count < STEPS; count++) {
    if (count === ends) world.runAlone(MAIN);
    world.step();
    await settle();
  }
  world.stop(false);
  world.pause(false);
  // Now each that still waits is woken until it has ended: one that doesn't come back is lost.
  for (let round = 0; round < 200; round++) {
    if ([...world.threads.keys()].every((ident) => world.ended.has(ident))) break;
    if (world.alone && world.ended.has(MAIN)) break;
    for (const ident of world.threads.keys()) world.wake(ident);
    world.answerAll();
    await settle();
    while (loop.messages.length) {
      loop.next();
      await settle();
    }
    await settle();
  }
  if (failure) throw failure;
  assert.deepEqual(world.crashes, []);
  const lost = [...world.threads.keys()].filter((ident) => !world.ended.has(ident) && (!world.alone || ident === world.alone));
  assert.deepEqual(lost, [], "threads are lost");
}

/** Outside of a test, in which Node follows each promise: that takes three times as long. */
async function orders() {
  for (let seed = 1; seed <= ORDERS; seed++) {
    try {
      await order(seed);
    } catch (error) {
      error.message = `order ${seed}: ${error.message}`;
      return error;
    }
  }
  return null;
}

const failure = await orders();

test(`no thread is lost in ${ORDERS} random orders of wake, timer, signal, answer, stop, pause, start and end`, () => {
  if (failure) throw failure;
});

test("a signal wakes the main thread, and no other, and not one that can't be interrupted", async () => {
  const world = new World(1);
  const woken = [];
  for (const [ident, interruptible] of [[MAIN, true], [MAIN + 1, true], [MAIN, false]]) {
    const {settled} = world.wait(ident, {timeout: -1, interruptible});
    settled.then((signalled) => woken.push([ident, interruptible, signalled]));
    world.bridge.sendSignal(SIGNUM);
    await settle();
    world.bridge.takeSignals();
  }
  assert.deepEqual(woken, [[MAIN, true, 1]]);
  world.bridge.wake(MAIN);
  world.bridge.wake(MAIN + 1);
  await settle();
  loop.next(); // the first of them is not suspended again
  await settle();
  assert.deepEqual(woken.slice(1), [[MAIN, false, 0], [MAIN + 1, true, 0]]);
});

test("a thread is about to run until Pyodide has entered it, whatever is called and woken meanwhile", async () => {
  const world = new World(1);
  const {suspension} = world;
  const seen = [];
  const {settled} = world.wait(MAIN, {timeout: -1, interruptible: false});
  settled.then(() => seen.push("main"));
  let enter;
  const entered = new Promise((resolve) => (enter = resolve));
  const run = async () => void seen.push(suspension.entering);
  suspension.spawn({callPromising: () => entered.then(() => world.module.promisingApply(run)), destroy() {}});
  loop.next();
  suspension.ticks.take();
  world.bridge.wake(MAIN);
  loop.next();
  await settle();
  assert.ok(suspension.entering && !suspension.isAtRest());
  enter();
  await settle();
  assert.deepEqual(seen, [false, "main"]);
});

test("a tick that one thread missed is repeated in its own turn, not in another's, unless a signal is pending", async (context) => {
  const world = new World(1);
  const {bridge, suspension} = world;
  const {ticks} = suspension;
  let now = 1000;
  context.mock.method(performance, "now", () => now);
  world.module.HEAP32[0] = 50; // between two bytecodes
  const ticked = () => {
    world.module.HEAP32[0] = 50;
    return ticks.take() !== 0;
  };
  /** Another thread's turn begins. */
  const turn = async () => {
    const {settled} = world.wait(MAIN + 1, {timeout: -1, interruptible: false});
    bridge.wake(MAIN + 1);
    await settled;
  };
  suspension.armed = true;
  suspension.threads = 1;
  await turn();
  assert.equal(ticked(), false);
  now += 5;
  assert.ok(ticked());
  bridge.tickAgain();
  assert.ok(ticked());
  bridge.tickAgain();
  await turn();
  for (let count = 0; count < 10; count++) assert.equal(ticked(), false);
  bridge.tickAgain(); // as after a tick of the turn before
  assert.equal(ticked(), false);
  bridge.sendSignal(SIGNUM);
  await turn();
  assert.ok(ticked());
  bridge.tickAgain();
  assert.ok(ticked());
});

test("the interval of switches holds for the current turn, too, and from the start of the first thread", (context) => {
  const world = new World(1);
  const {suspension} = world;
  let now = 1000;
  context.mock.method(performance, "now", () => now);
  const ends = () => suspension.ticks.sliceEnd - now;
  suspension.ticks.startSlice();
  world.bridge.setSlice(60);
  assert.equal(ends(), 40); // alone: the worker's messages get a turn
  now += 30;
  suspension.ticks.interrupt(); // as a tick that was missed while there was no other thread
  world.spawn(MAIN + 1);
  assert.equal(ends(), 60_000);
  assert.equal(suspension.ticks.missed, false);
  now += 2;
  world.bridge.setSlice(0.005);
  assert.equal(ends(), 3);
  now += 1;
  world.spawn(MAIN + 2);
  assert.equal(ends(), 2);
});

test("a thread that waits longer than setTimeout can is not woken before", async () => {
  let came = 0;
  const callOff = after(2.5 * (2 ** 31 - 1), () => (came += 1));
  for (const expected of [0, 0, 1]) {
    loop.fire([...loop.timers.keys()].at(-1));
    assert.equal(came, expected);
  }
  callOff();
  after(2 ** 40, () => (came += 1))();
  assert.equal(loop.timers.size, 0);
});

test("a timer that repeats keeps its rhythm, and says what is left of it", () => {
  const world = new World(1);
  assert.deepEqual(world.bridge.setTimer(14, 2 ** 31, 0.5), [0, 0]);
  const [left, interval] = world.bridge.setTimer(14, -1, 0);
  assert.ok(left > 2 ** 31 - 1 && left <= 2 ** 31);
  assert.equal(interval, 0.5);
  world.bridge.setTimer(14, 0.001, 1);
  const first = world.suspension.timers.armed.get(14).due;
  loop.fire([...loop.timers.keys()].at(-1));
  assert.deepEqual(world.bridge.takeSignals(), [14]);
  assert.equal(world.suspension.timers.armed.get(14).due, first + 1000);
  world.bridge.setTimer(14, 0, 0);
  assert.equal(loop.timers.size, 0);
});

test("only the time in which a thread runs counts", async (context) => {
  const world = new World(1);
  let now = 1000;
  context.mock.method(performance, "now", () => now);
  const times = [];
  await world.suspension.run({
    callPromising: async () => {
      now += 5;
      const {settled} = world.wait(MAIN, {timeout: 5, interruptible: true});
      now += 500;
      world.fireTimer([...loop.timers.keys()].at(-1));
      await settled;
      now += 2;
      times.push(world.bridge.cpuTime(0), world.bridge.cpuTime(MAIN));
    },
  });
  now += 500;
  assert.deepEqual([...times, world.bridge.cpuTime(0)], [0.007, 0.007, 0.007]);
});
