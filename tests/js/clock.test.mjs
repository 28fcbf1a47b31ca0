// The clock of the machine and those of its processes, without a browser: fake processes, and messages that take their time.
import assert from "node:assert/strict";
import test from "node:test";
import {chance} from "./chance.mjs";
import {Clock as Machine} from "../../docs/runner/machine/clock.js";
import {Clock} from "../../docs/runner/process/clock.js";
import {Rest} from "../../docs/runner/process/rest.js";

const ORDERS = 500;

/** A browser whose clock stands at `wall`, and whose timers only tell how long they are to wait. Until the test is over. */
function fakeBrowser(context) {
  const browser = {wall: 0, timers: new Map()};
  const before = globalThis.self;
  globalThis.self = {
    setTimeout: (callback, ms) => browser.timers.set(callback, ms) && callback,
    clearTimeout: (callback) => browser.timers.delete(callback),
  };
  context.after(() => void (globalThis.self = before));
  context.mock.method(performance, "now", () => browser.wall);
  return browser;
}

const fakeClock = () => new Clock({env: {}, wasi_snapshot_preview1: {clock_time_get() {}}});

/**
 * A process that runs a generator: it yields ["sleep", ms], ["send", to, text] or ["receive", ms], and is given what came. What it
 * hears and what it says takes as long as the test wants, in its order.
 */
class FakeProcess {
  constructor(world, name, program) {
    Object.assign(this, {world, name, incoming: [], outgoing: [], mail: [], log: [], received: 0, ended: false});
    this.clock = fakeClock();
    this.link = world.machine.join({postMessage: (message) => this.incoming.push(message), terminate() {}, onmessage: null});
    world.machine.describe(this.link);
    this.program = program(this);
    this.next = undefined;
    this.hear(); // before it has anything to run
    this.running = true;
  }

  now() {
    return Math.round((this.clock.read() - this.world.start) * 1000) / 1000;
  }

  say(message) {
    if (message.type !== "idle") this.outgoing.push({type: "time", now: this.clock.course.now()});
    this.outgoing.push(message);
  }

  /** The program goes on to its next wait. */
  turn() {
    this.running = false;
    for (;;) {
      const {value, done} = this.program.next(this.next);
      this.next = undefined;
      if (done) {
        this.ended = true;
        this.say({type: "exit"});
        return;
      }
      const [what, ...rest] = value;
      if (what === "send") {
        this.say({type: "send", to: rest[0], text: rest[1]});
        continue;
      }
      if (what === "receive" && this.mail.length) {
        this.next = this.mail.shift();
        continue;
      }
      this.waits = what;
      this.callOff = rest[0] === undefined ? () => {} : this.clock.after(rest[0], () => this.wake(null));
      return;
    }
  }

  wake(value) {
    this.callOff?.();
    this.waits = "";
    this.next = value;
    this.running = true;
  }

  hear() {
    const message = this.incoming.shift();
    this.received += 1;
    if (message.type === "clock") this.clock.follow(message);
    else if (message.type === "time") {
      this.clock.course.reach(message.now);
      if (message.fire) this.clock.jump();
    } else {
      this.mail.push(message.text);
      if (this.waits === "receive") this.wake(this.mail.shift());
    }
    this.said = "";
  }

  /** As rest.js does. */
  rest() {
    const due = this.clock.first()?.due ?? null;
    const report = `${this.received} ${due}`;
    if (report === this.said) return;
    this.said = report;
    this.say({type: "idle", received: this.received, due});
  }
}

class World {
  constructor(programs) {
    this.machine = new Machine();
    this.machine.choose("instant");
    this.start = this.machine.course.now();
    this.processes = Object.entries(programs).map(([name, program]) => new FakeProcess(this, name, program));
    const settle = this.machine.settle.bind(this.machine);
    this.machine.settle = () => {
      const before = this.machine.course.now();
      settle();
      if (this.machine.course.now() === before) return;
      for (const {name, running, incoming, outgoing, ended} of this.processes) {
        if (ended) continue;
        assert.ok(!running, `time went on while ${name} ran`);
        assert.deepEqual(incoming.filter(({type}) => type !== "time"), [], `time went on before ${name} heard of something`);
        assert.deepEqual(outgoing, [], `time went on before ${name} was heard`);
      }
    };
  }

  /** The machine hears the next message of a process. */
  deliver(process) {
    const message = process.outgoing.shift();
    process.link.idle = null;
    if (message.type === "send") this.processes.find(({name}) => name === message.to).link.postMessage({type: "mail", text: message.text});
    else if (message.type === "exit") this.machine.leave(process.link);
    else this.machine.handle(process.link, message);
  }

  /** All that can happen next. */
  choices() {
    return this.processes.flatMap((process) => [
      ...(process.outgoing.length ? [() => this.deliver(process)] : []),
      ...(process.ended ? [] : process.running ? [() => process.turn()] : process.incoming.length ? [() => process.hear()] : [() => process.rest()]),
    ]);
  }

  async run(seed) {
    const pick = chance(seed);
    for (let step = 0; step < 5_000; step++) {
      if (this.processes.every(({ended, outgoing}) => ended && !outgoing.length)) return this.processes.map(({name, log}) => [name, ...log]);
      const choices = this.choices();
      if (choices.length) choices[pick(choices.length)]();
      if (step % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error("it stands still for ever");
  }
}

/** Two processes that send each other a token, one that only sleeps, and one that waits in vain. */
const PROGRAMS = {
  *ping(self) {
    for (const pause of [100, 250, 0.5]) {
      yield ["sleep", pause];
      yield ["send", "pong", "token"];
      self.log.push([yield ["receive"], self.now()]);
    }
    yield ["send", "pong", "end"];
  },
  *pong(self) {
    while ((yield ["receive", 10_000]) !== "end") {
      yield ["sleep", 1_000];
      self.log.push(self.now());
      yield ["send", "ping", "back"];
    }
  },
  *sleeper(self) {
    for (let count = 0; count < 3; count++) {
      yield ["sleep", 700];
      self.log.push(self.now());
    }
  },
  *lonely(self) {
    self.log.push([yield ["receive", 3_600_000], self.now()]);
  },
};

test(`no process misses anything, and all times are exact, in ${ORDERS} orders of what takes how long`, async () => {
  for (let seed = 1; seed <= ORDERS; seed++) {
    const times = await new World(PROGRAMS).run(seed).catch((error) => {
      error.message = `order ${seed}: ${error.message}`;
      throw error;
    });
    assert.deepEqual(times, [
      ["ping", ["back", 1100], ["back", 2350], ["back", 3350.5]],
      ["pong", 1100, 2350, 3350.5],
      ["sleeper", 700, 1400, 2100],
      ["lonely", [null, 3_600_000]],
    ], `order ${seed}`);
  }
});

/** A machine with processes that say what the test wants. */
function machine(count) {
  const clock = new Machine();
  const told = Array.from({length: count}, () => []);
  const links = told.map((messages) => clock.join({postMessage: (message) => messages.push(message), terminate() {}, onmessage: null}));
  clock.choose("instant");
  const start = clock.course.now();
  const idle = (number, due) => clock.handle(links[number], {type: "idle", received: links[number].sent, due: due === null ? null : start + due});
  const fired = (number) => told[number].filter(({type, fire}) => type === "time" && fire).map(({now}) => now - start);
  return {clock, links, told, idle, fired, since: () => clock.course.now() - start};
}

test("those that wait for the same moment go on one after the other, in the order in which they came", () => {
  const {idle, fired} = machine(2);
  idle(0, 500);
  idle(1, 500);
  assert.deepEqual([fired(0), fired(1)], [[500], []]);
  idle(0, 900);
  assert.deepEqual([fired(0), fired(1)], [[500], [500]]);
  idle(1, null);
  assert.deepEqual([fired(0), fired(1)], [[500, 900], [500]]);
});

test("time stands while a message is on its way, and while somebody has not said that it is at rest", () => {
  const {clock, links, idle, fired} = machine(2);
  idle(0, 500);
  clock.handle(links[1], {type: "idle", received: links[1].sent - 1, due: null});
  assert.deepEqual(fired(0), []);
  links[0].postMessage({type: "signal", signum: 2});
  idle(1, null);
  assert.deepEqual(fired(0), []);
  idle(0, 500);
  assert.deepEqual(fired(0), [500]);
});

test("while somebody waits for what is outside, time goes by as on the wall, for all", () => {
  const {clock, links, told, idle, fired} = machine(2);
  idle(0, 500);
  clock.handle(links[1], {type: "flows", flows: true});
  idle(1, null);
  assert.deepEqual(fired(0), []);
  assert.deepEqual(told.map((messages) => messages.at(-1).rate), [1, 1]);
  clock.handle(links[1], {type: "flows", flows: false});
  assert.deepEqual(told.map((messages) => messages.at(-1).rate), [0, 0]);
  idle(0, 500);
  idle(1, null);
  assert.deepEqual(fired(0), [500]);
});

test("a process that ends holds nothing up, and others hear of its end first", async () => {
  const {links, idle, fired} = machine(2);
  idle(0, 500);
  links[1].terminate();
  links[0].postMessage({type: "child", pid: 2, status: 0, group: 1});
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(fired(0), []);
  idle(0, 500);
  assert.deepEqual(fired(0), [500]);
});

test("another clock goes on from where the last one was", (context) => {
  let wall = 1_000;
  context.mock.method(performance, "now", () => wall);
  const {clock, links, idle, since} = machine(1);
  idle(0, 60_000);
  assert.equal(since(), 60_000);
  wall += 5_000;
  assert.equal(since(), 60_000);
  clock.choose(10);
  wall += 100;
  assert.equal(since(), 61_000);
  clock.choose(0.25);
  wall += 100;
  assert.equal(since(), 61_025);
  clock.choose("real");
  wall += 100;
  assert.equal(since(), 61_125);
  assert.equal(links[0].sent, 5);
});

test("while it is paused, time stands on each clock, whatever others say, and goes on from there", (context) => {
  let wall = 1_000;
  context.mock.method(performance, "now", () => wall);
  const {clock, links, told, idle, fired, since} = machine(2);
  const [, course] = told.map((messages) => () => messages.at(-1));
  clock.handle(links[1], {type: "flows", flows: true});
  for (const [kind, rate] of [["instant", 1], [10, 10], ["real", 1]]) {
    clock.choose(kind);
    if (kind === "instant") clock.handle(links[1], {type: "flows", flows: true});
    const before = since();
    clock.choose(kind, true);
    wall += 5_000;
    idle(0, 500);
    idle(1, null);
    assert.deepEqual([course().paused, course().rate, since(), fired(0)], [true, 0, before, []], kind);
    clock.choose(kind);
    wall += 100;
    assert.deepEqual([course().paused, course().rate, since()], [false, rate, before + 100 * rate], kind);
  }
});

test("on the instant clock a pause lets nobody go on; afterwards who is at rest says so again", () => {
  const {clock, idle, fired} = machine(2);
  idle(0, 500);
  clock.choose("instant", true);
  idle(0, 500);
  idle(1, null);
  assert.deepEqual(fired(0), []);
  clock.choose("instant");
  idle(1, null);
  assert.deepEqual(fired(0), []);
  idle(0, 500);
  assert.deepEqual(fired(0), [500]);
});

test("after a pause it is as late for all as for the one that was the last to hear of it", (context) => {
  context.mock.method(performance, "now", () => 1_000);
  const {clock, links, told, since} = machine(2);
  clock.choose("real", true);
  clock.handle(links[0], {type: "time", now: clock.course.now() + 40});
  clock.choose("real");
  assert.equal(since(), 40);
  assert.equal(told[1].at(-1).from, clock.course.from);
  clock.handle(links[1], {type: "time", now: clock.course.now() + 40});
  assert.equal(since(), 40);
});

test("a sleep that is paused takes up where it was", (context) => {
  const browser = fakeBrowser(context);
  const {timers} = browser;
  const [clock, machine] = [fakeClock(), new Machine()];
  const link = machine.join({postMessage: (message) => clock.follow(message), terminate() {}, onmessage: null});
  machine.describe(link);
  clock.after(1_000, () => {});
  for (const [kind, paused, left] of [["real", true, []], ["real", false, [700]], [10, true, []], [10, false, [70]]]) {
    if (kind === "real" && paused) browser.wall += 300;
    machine.choose(kind, paused);
    assert.deepEqual([...timers.values()].map(Math.round), left, `${kind} ${paused}`);
    if (paused) browser.wall += 60_000;
  }
});

test("a process that is paused holds its threads, and lets no time go by that it alone decides about", async (context) => {
  const before = globalThis.self;
  globalThis.self = {setInterval: () => 0, clearInterval() {}};
  const clock = fakeClock();
  const reasons = new Set();
  const suspension = {
    time: clock, busy: false, isAtRest: () => true, stop: (reason) => reasons.add(reason), continue: (reason) => reasons.delete(reason),
    get paused() {
      return reasons.has("pause");
    },
  };
  const posted = [];
  let outside = false;
  const rest = new Rest(suspension, {alone: () => true, awaitsOutside: () => outside, flush() {}, post: (message) => posted.push(message)});
  context.after(() => {
    rest.channel.port1.close();
    globalThis.self = before;
  });
  rest.begun = true;
  rest.unheard = false;
  const go = async (paused, rate = 0) => {
    rest.follow({origin: 0, from: clock.course.now(), at: performance.timeOrigin, rate, isWall: false, instant: true, paused});
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const called = [];
  await go(true);
  clock.after(1_000, () => called.push("second"));
  rest.consider();
  outside = true;
  await go(true);
  assert.deepEqual([called, [...reasons], posted.map(({type}) => type), clock.course.rate], [[], ["pause"], ["time", "time"], 0]);
  outside = false;
  await go(false);
  assert.deepEqual([called, [...reasons], posted.length], [["second"], [], 2]);
});

test("threads that only run let time go by after five seconds of theirs, however long the computer does something else", (context) => {
  let wall = 0;
  context.mock.method(performance, "now", () => wall);
  const clock = fakeClock();
  const suspension = {time: clock, busy: false, paused: false, isAtRest: () => true, stop() {}, continue() {}};
  const rest = new Rest(suspension, {alone: () => true, awaitsOutside: () => false, flush() {}, post() {}});
  context.after(() => rest.channel.port1.close());
  clock.instant = true;
  rest.begun = true;
  const run = (milliseconds, gap) => {
    for (const end = wall + milliseconds; wall < end; wall += gap) rest.runs();
  };
  run(60_000, 100); // a twenty-fifth of the time is the program's
  assert.equal(rest.flows, false);
  rest.look();
  run(4_900, 1);
  assert.equal(rest.flows, false);
  run(200, 1);
  assert.equal(rest.flows, true);
  rest.look();
  assert.equal(rest.flows, false);
});

test("timers follow the clock's rate, and wait as long as they are asked to", (context) => {
  const browser = fakeBrowser(context);
  const {timers} = browser;
  const clock = fakeClock();
  const go = (rate, instant = false) =>
    clock.follow({origin: 0, from: clock.course.now(), at: performance.timeOrigin + browser.wall, rate, isWall: false, instant});
  const called = [];
  go(1);
  clock.after(1_000, () => called.push("second"));
  clock.after(400, () => called.push("first"));
  assert.deepEqual([...timers.values()], [1_000, 400]);
  browser.wall += 200;
  go(10);
  assert.deepEqual([...timers.values()], [80, 20]);
  go(0, true);
  assert.equal(timers.size, 0);
  assert.equal(clock.leave(1, 3), 3);
  clock.exact = 2.25;
  assert.equal(clock.leave(1, 3), 2.25);
  const start = clock.read();
  clock.jump();
  assert.deepEqual(called, ["first"]);
  assert.ok(Math.abs(clock.read() - start - 200) < 1e-5);
  go(0.5);
  assert.deepEqual([...timers.values()].map(Math.round), [1_200]);
});

test("who reads the instant clock again and again is taken to wait; who yields is not", () => {
  const clock = fakeClock();
  let polls = 0;
  clock.onPoll = () => (polls += 1);
  clock.follow({origin: 0, from: 0, at: 0, rate: 0, isWall: false, instant: true});
  for (let count = 0; count < 9_999; count++) clock.read();
  assert.deepEqual([polls, clock.leave(1, 0)], [0, 0]);
  clock.enter(2);
  clock.read();
  clock.leave(2, 5);
  clock.enter(1);
  for (let count = 0; count < 2; count++) clock.read();
  assert.deepEqual([polls, clock.leave(1, 0)], [1, 1]);
  clock.leave(1, -1);
  clock.enter(1);
  clock.read();
  assert.equal(polls, 1);
  assert.ok(clock.read() < 0.1);
});

test("a program's time on the instant clock begins at a whole second; another clock is left alone", (context) => {
  const browser = fakeBrowser(context);
  browser.wall = 12_345.678;
  const machine = new Machine();
  machine.align();
  assert.ok(machine.course.isWall);
  for (const [kind, paused] of [["instant", false], ["instant", true]]) {
    machine.choose(kind, paused);
    machine.align();
    assert.equal(machine.course.now() % 1_000, 0);
    assert.equal(machine.course.rate, 0);
    machine.course.reach(machine.course.now() + 1.5);
  }
  const now = machine.course.now();
  machine.choose(2);
  machine.align();
  assert.equal(machine.course.now(), now);
});
