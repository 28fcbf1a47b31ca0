// What of the page is logic alone: the session's end of the border to the machine, drafts, and how an end is told.
import assert from "node:assert/strict";
import test from "node:test";
import {FROM_PAGE, TO_FRAME} from "../../docs/runner/shared/messages.js";
import {check} from "../../docs/runner/shared/checks.js";

/** A port of the page's: what the page tells the frame or a machine is kept, and checked as it is there. */
class FakePort {
  received = [];

  postMessage(message) {
    check(message.type === "end" && !("number" in message) ? FROM_PAGE : {...FROM_PAGE, ...TO_FRAME}, message);
    this.received.push(message);
  }

  close() {}

  say(data) {
    this.onmessage({data});
  }
}

/** The last one that was made: a machine's. */
let machine;
globalThis.MessageChannel = class {
  port1 = (machine = new FakePort());
  port2 = new FakePort();
};

const stored = new Map();
globalThis.localStorage = {
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => {
    if (value.length > 1000) throw new Error("the quota is exceeded");
    stored.set(key, value);
  },
  removeItem: (key) => stored.delete(key),
};
globalThis.location = {pathname: "/guide/learn/tasks/index.html", href: "https://guide.dev/guide/learn/tasks/index.html"};
/** The hidden frame. */
const frame = {
  sandbox: new Set(),
  style: {},
  addEventListener: (_, listener) => listener(),
  contentWindow: {postMessage() {}},
  remove() {},
};
frame.sandbox.add = (...tokens) => tokens.forEach((token) => Set.prototype.add.call(frame.sandbox, token));
globalThis.document = {documentElement: {dataset: {}}, body: {append() {}}, createElement: () => frame, addEventListener() {}};
globalThis.Worker = class {};
/** What Python is made of, as the site has it: the smallest. */
globalThis.fetch = async (url) => {
  if (!url.endsWith(".json")) return new Response("");
  return new Response(JSON.stringify({library: {start: "l", sources: "s"}, wheels: {}, preloaded: {}, programs: [], build: "b", sizes: {s: 0}}));
};
// Timers are for what comes after a run, and for machines that don't answer.
globalThis.self = {setTimeout: () => 0, clearTimeout() {}};
globalThis.caches = {delete: async () => false};
for (const name of ["Suspending", "promising"]) WebAssembly[name] ??= class {};

const {start} = await import("../../docs/runner/page/session.js");
const {describe, ending, stage} = await import("../../docs/runner/page/status.js");
const {parse} = await import("../../docs/runner/page/events.js");
const drafts = await import("../../docs/runner/page/drafts.js");

/** @param {() => boolean} holds */
async function until(holds) {
  for (let turns = 0; !holds(); turns++) {
    assert.ok(turns < 10_000, "what was waited for does not come");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A run whose program has begun. @param {(run: object) => void} [ask] what it is asked before */
async function begun(ask = () => {}) {
  const seen = [];
  machine = undefined;
  const run = start(Promise.resolve({name: "x.py", source: "", files: {}}), [], {
    onState: (state) => seen.push(state),
    onOutput: ({text}) => seen.push(text),
    onReading: () => seen.push("asks"),
    onPaused: (paused) => seen.push(paused),
    records: () => true,
    onEvents: (lines) => seen.push(lines),
    onDeadlock: (agents) => seen.push(agents.length),
  });
  ask(run);
  await until(() => machine?.received.some(({type}) => type === "boot"));
  const isWhole = machine.received.some(({files}) => files?.sources);
  if (!isWhole) await until(() => machine.received.some(({type}) => type === "sources")); // of the page's first interpreter
  machine.received = machine.received.filter(({type}) => type !== "sources");
  machine.say({type: "begun"});
  machine.say({type: "ready"});
  await until(() => machine.received.some(({type}) => type === "run"));
  machine.say({type: "state", state: "running"});
  return {run, seen};
}

test("a run is told what happens, from Run to its end", async () => {
  const {run, seen} = await begun();
  assert.deepEqual(machine.received.map(({type}) => type), ["boot", "run"]);
  machine.say({type: "output", chunks: [{stream: "stdout", text: "? "}]});
  machine.say({type: "reading"});
  machine.say({type: "events", lines: "{}"});
  run.input("yes\n");
  machine.say({type: "exit", status: 3});
  const {status, exitCode, output} = await run.finished;
  assert.deepEqual({status, exitCode, output}, {status: "error", exitCode: 3, output: "? "});
  assert.deepEqual(seen, ["starting", "starting", "running", "? ", "asks", "reading", "{}", "running"]);
  assert.deepEqual(machine.received.slice(2), [{type: "input", text: "yes\n"}, {type: "end"}]);
});

const SENSELESS = [
  null, 5, "exit", {}, {type: "format"}, {type: "constructor"}, {type: "exit"}, {type: "exit", status: "0"}, {type: "exit", status: 1e9}, {type: "output"},
  {type: "output", chunks: [{stream: "page", text: "x"}]}, {type: "output", chunks: [{stream: "stdout"}]}, {type: "events", lines: [{}]}, {type: "failed"}, {type: "failed", message: {}},
  {type: "state", state: "stopped"}, {type: "state", state: "loading", detail: {}}, {type: "state", state: "loading", progress: 5}, {type: "image", image: {}},
];

test("what makes no sense is refused with words, and the run goes on", async (context) => {
  const words = context.mock.method(console, "error", () => {}).mock;
  const {run, seen} = await begun();
  const before = seen.length;
  for (const message of SENSELESS) machine.say(message);
  assert.equal(words.callCount(), SENSELESS.length);
  assert.match(words.calls[4].arguments[0], /^A message of the machine was refused: unknown message format\.$/);
  assert.ok(!run.ended && seen.length === before);
  machine.say({type: "exit", status: 0});
  assert.equal((await run.finished).status, "ok");
});

test("a pause is told the machine and the page; what comes of the program meanwhile is shown; who stops it lets it go on, after the signal", async () => {
  const {run, seen} = await begun();
  const before = seen.length;
  run.setPaused(true);
  run.setPaused(true);
  machine.say({type: "output", chunks: [{stream: "stdout", text: "made before"}]});
  machine.say({type: "reading"});
  run.input("x\n");
  run.setClock(4);
  run.setPaused(false);
  run.setPaused(true);
  run.stop();
  run.setPaused(true);
  assert.deepEqual(seen.slice(before), [
    true, "paused", "made before", "asks", "paused", "paused", false, "running", true, "paused", false, "stopping", "stopping",
  ]);
  const clock = (kind, paused) => ({type: "clock", clock: kind, paused});
  assert.deepEqual(machine.received.slice(2), [
    clock("real", true), {type: "input", text: "x\n"}, clock(4, true), clock(4, false), clock(4, true), {type: "signal", signum: 2}, clock(4, false),
  ]);
  machine.say({type: "exit", status: -2});
  assert.equal((await run.finished).status, "stopped");
});

test("a program that is paused before it begins stands at its beginning, and at its end nothing is paused", async () => {
  const {run, seen} = await begun((it) => it.setPaused(true));
  assert.deepEqual(machine.received.slice(1).map(({type}) => type), ["clock", "run"]);
  machine.say({type: "failed", message: "out of memory"});
  await run.finished;
  assert.deepEqual([seen.filter((what) => what === "paused" || what === false), machine.received.at(-1)], [["paused", false], {type: "end"}]);
});

test("a second Stop ends what the first did not, and what comes afterwards is too late", async () => {
  const {run} = await begun();
  run.stop();
  assert.deepEqual(machine.received.at(-1), {type: "signal", signum: 2});
  run.stop();
  machine.say({type: "exit", status: 0});
  machine.say({type: "output", chunks: [{stream: "stdout", text: "late"}]});
  run.stop();
  run.terminate();
  run.input("x");
  const {status, signal, output} = await run.finished;
  assert.deepEqual({status, signal}, {status: "stopped", signal: "SIGKILL"});
  assert.match(output, /^\[The program was ended without being asked again: /);
});

test("an interpreter that fails says so, and the program's end is no exit", async () => {
  const {run} = await begun();
  machine.say({type: "failed", message: "out of memory"});
  const {status, signal, output} = await run.finished;
  assert.deepEqual({status, signal}, {status: "error", signal: "SIGABRT"});
  assert.match(output, /\[The interpreter failed: out of memory\. Running again starts a new one\.\]/);
});

test("what is no event of a trace is left out", () => {
  const event = {time: 1, process: 1, thread: 1, event: "printed", line: 3, detail: {text: "x", stream: "stdout"}};
  const others = [{...event, time: "1"}, {...event, process: -1}, {...event, line: "<b>"}, {...event, event: 5}, {...event, detail: "x"}, 5, null];
  const lines = [...others.map((other) => JSON.stringify(other)), "{", JSON.stringify(event)].join("\n");
  assert.deepEqual(parse(lines), [event]);
});

test("an end in words", () => {
  const told = (status, code, reason = null) => describe({status, ...ending(code), reason, stdout: "", stderr: "", output: "", ms: 1234});
  assert.equal(told("ok", 0), "finished in 1.2 s, exit 0");
  assert.equal(told("error", 3), "finished in 1.2 s, exit 3");
  assert.equal(told("error", -9), "ended by SIGKILL, exit 137");
  assert.equal(told("stopped", -2), "stopped, exit 130 (as by Ctrl+C)");
  assert.equal(told("stopped", -2, "another program was started"), "stopped, exit 130: another program was started");
  assert.equal(told("failed", null), "not started");
  assert.equal(ending(-40).signal, "SIG40");
  assert.deepEqual(stage("loading", "Python", {loaded: 1_500_000, total: 3e6}), ["loading Python", " 1.5 of 3.0 MB"]);
  assert.deepEqual([stage("loading", "aiohttp"), stage("reading")], [["loading aiohttp", "…"], ["waiting for input…", ""]]);
});

test("a draft is the page's, and one of former times goes to the first page that shows its file", () => {
  const key = drafts.key("../../snippets/tasks/first.py");
  assert.equal(key, "/guide/learn/tasks/ /guide/learn/snippets/tasks/first.py".replace("/guide/learn/snippets", "/guide/snippets"));
  assert.equal(drafts.key(undefined), "/guide/learn/tasks/");
  const draft = {source: "mine", published: "theirs"};
  drafts.save("/guide/snippets/tasks/first.py", draft);
  drafts.adopt("../../snippets/tasks/first.py");
  assert.deepEqual([drafts.load(key), drafts.load("/guide/snippets/tasks/first.py")], [draft, null]);
  drafts.forget(key);
  assert.equal(stored.size, 0);
});

test("a draft that can't be kept, or isn't ours, is no error", () => {
  assert.equal(drafts.save("k", {source: "x".repeat(2000), published: ""}), false);
  for (const text of ["{", "5", "null", '{"source": 5}', '{"source": "x"}']) {
    stored.set("interleave:draft:k", text);
    assert.equal(drafts.load("k"), null);
  }
});
