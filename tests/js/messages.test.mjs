// The machine without a browser: what its processes may forge ends them, and nothing else.
import assert from "node:assert/strict";
import {readFile, readdir} from "node:fs/promises";
import test from "node:test";
import {check} from "../../docs/runner/shared/checks.js";
import {TO_KERNEL, TO_PAGE, TO_PROCESS} from "../../docs/runner/shared/messages.js";

const told = [];
/** What the machine said that would be refused where it arrives. */
const senseless = [];

function note(table, message) {
  try {
    check(table, message);
  } catch (error) {
    senseless.push(`${error.message}: ${Object.entries(message).map(([name, value]) => `${name} ${String(value)}`)}`);
  }
}

/** A process's worker: what the machine posts to it is kept. */
class FakeWorker extends EventTarget {
  static all = [];

  constructor() {
    super();
    this.received = [];
    this.terminated = false;
    FakeWorker.all.push(this);
  }

  postMessage(message) {
    this.received.push(structuredClone(message));
    note({...TO_PROCESS, ...TO_KERNEL}, message);
  }

  terminate() {
    this.terminated = true;
  }

  /** What comes from it. */
  say(data) {
    if (!this.terminated) this.onmessage?.({data: structuredClone(data)});
  }
}

/** The machine's end of the port to the page. */
const port = {
  postMessage: (message) => {
    told.push(message);
    note(TO_PAGE, message);
  },
};
const tellMachine = (data) => port.onmessage({data});
globalThis.Worker = FakeWorker;
let tellAsFrame;
globalThis.addEventListener = (_, listener) => (tellAsFrame = (data, ports = []) => listener({data, ports}));

let copies = 0;
const blob = new Blob([]);
const EQUIPMENT = {files: {library: blob, sources: null, sourcesSize: 0, glue: blob, pyodide: blob, programs: [], build: "", wheels: {}, preloaded: {}}, packages: [], site: "https://guide.dev/"};
/** The smallest that there is. */
const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

/** A new machine, whose program is about to run. */
async function machine() {
  told.length = FakeWorker.all.length = 0;
  await import(`../../docs/runner/machine/machine.js?${(copies += 1)}`);
  tellAsFrame({type: "begin", process: blob}, [port]);
  tellMachine({type: "boot", ...EQUIPMENT});
  assert.deepEqual(FakeWorker.all.map(({received}) => received), [[]], "it starts a worker, which boots with the code");
  tellAsFrame({type: "code", module});
  const [root] = FakeWorker.all;
  root.say({type: "begun"});
  root.say({type: "ready"});
  tellMachine({type: "run", program: {name: "x.py", source: "", files: {}}, records: false, steps: false});
  root.say({type: "state", state: "running"});
  return root;
}

/** A child of it. */
function child(root) {
  const command = {session: false, group: null, tracks: null, defaults: [], descriptors: [], argv: ["python3"], env: {}, blocked: [], cwd: "/", umask: 0o22};
  root.say({type: "call", op: "spawn", number: 1, args: [command]});
  return FakeWorker.all.findLast((worker) => worker !== root && worker.received.some(({type}) => type === "exec"));
}

/** What came to the page, once what waits has. */
async function page() {
  await new Promise((resolve) => setTimeout(resolve, 40));
  return told;
}

/** The keys at a certain depth of an object in a file of the machine. @param {string} file @param {string} from @param {number} depth */
async function keys(file, from, depth) {
  const text = await readFile(new URL(file, new URL("../../docs/runner/machine/", import.meta.url)), "utf8");
  const [, object = ""] = text.split(from);
  const [inside] = object.split(`\n${" ".repeat(depth - 2)}};`);
  return Array.from(inside.matchAll(new RegExp(`^ {${depth}}(\\w+):`, "gm")), ([, name]) => name);
}
const files = await readdir(new URL("../../docs/runner/machine/", import.meta.url));
const operations = await keys("machine.js", "const OPERATIONS = {", 2);
for (const file of files) operations.push(...(await keys(file, "  operations() {", 6)));

test("requests.js says what each operation of the machine takes", async () => {
  const {ARGUMENTS} = await import("../../docs/runner/machine/requests.js");
  assert.deepEqual(Object.keys(ARGUMENTS).sort(), [...operations].sort());
});

const FORGED = {
  "an image": {type: "image", image: {snapshot: blob, layout: {size: 0, pieces: []}, errors: [], packages: []}},
  "an image that is none": {type: "image", image: 5},
  "a state": {type: "state", state: "running"},
  "a wish for wheels": {type: "wheels", names: ["aiohttp"], wanted: ["aiohttp"]},
  "a request to the site that is none": {type: "siteRequest", number: 1, url: 5, method: "GET", headers: []},
  "an exit code that is none": {type: "exit", status: "0"},
  "an exit code that there isn't": {type: "exit", status: 1e9},
  "output that is none": {type: "output", chunks: 5},
  "output of no stream": {type: "output", chunks: [{stream: "page", text: "x"}]},
  "output of no text": {type: "output", chunks: [{stream: "stdout", text: {}}]},
  "a type of the page": {type: "reading"},
  "a type of objects": {type: "constructor"},
  "no type": {},
  "a number": 5,
  "nothing": null,
  "an operation that there isn't": {type: "post", op: "format", args: []},
  "an operation of objects": {type: "call", number: 1, op: "__proto__", args: []},
  "no arguments": {type: "post", op: "write"},
  "no number": {type: "call", op: "queues", args: []},
  "a failure without words": {type: "failed"},
};

for (const [name, message] of Object.entries(FORGED)) {
  test(`${name} ends a child, and not its parent`, async () => {
    const root = await machine();
    const process = child(root);
    process.say(message);
    assert.ok(process.terminated && !root.terminated);
    const {type, pid, status} = root.received.at(-1);
    assert.deepEqual({type, pid, status}, {type: "child", pid: 2, status: -31});
    assert.match((await page()).at(-1).chunks[0].text, /^\[process 2 was ended for a bad request to the kernel: .+\]\n$/);
  });

  test(`${name} ends the program`, async () => {
    const root = await machine();
    root.say(message);
    assert.ok(root.terminated);
    assert.deepEqual((await page()).at(-1), {type: "exit", status: -31});
    assert.ok(!told.some(({type}) => type === "image" || type === "reading"));
  });
}

test("a child whose worker could not be started ends as posix_spawn(3) has it", async () => {
  const root = await machine();
  child(root).say({type: "failed", message: "no room", begun: false});
  const {type, pid, status} = root.received.at(-1);
  assert.deepEqual({type, pid, status}, {type: "child", pid: 2, status: 127});
  assert.equal((await page()).at(-1).chunks[0].text, "[process 2 could not be started: no room]\n");
});

test("of what processes ask the site for, the page hears few at a time", async () => {
  const root = await machine();
  for (let number = 0; number < 2_000; number++) root.say({type: "siteRequest", number, url: "https://guide.dev/", method: "GET", headers: []});
  const asked = () => told.filter(({type}) => type === "siteRequest").length;
  assert.ok(asked() < 10);
  const refused = root.received.filter(({type}) => type === "siteAnswer");
  assert.ok(refused.length > 900 && refused.every(({cause}) => cause === "broken"));
  const before = asked();
  tellMachine({type: "siteAnswer", pid: 1, number: 0, cause: "broken"});
  assert.equal(asked(), before + 1);
});

const BAD = [undefined, null, -1, 1.5, NaN, 1e300, "", "x", true, [], [null], {}, {type: "end"}, [{}], new Uint8Array(3), 2n ** 70n];

test("bad arguments never end the machine, nor another process", async () => {
  for (const op of operations.filter((name) => !["kill", "killGroup", "killAll"].includes(name))) {
    const root = await machine();
    const other = child(root);
    for (const shift of [0, 1, 5]) {
      for (const [index, first] of BAD.entries()) {
        const second = BAD[(index + shift) % BAD.length];
        const forger = child(root);
        forger.say({type: "call", op, number: 1, args: [first, second, first, second]});
        if (!forger.terminated) forger.say({type: "exit", status: 0});
        FakeWorker.all = FakeWorker.all.filter(({terminated}) => !terminated);
      }
    }
    await null;
    root.say({type: "call", op: "queues", number: 77, args: []});
    assert.deepEqual(root.received.at(-1), {type: "reply", number: 77, value: []}, op);
    assert.ok(!root.terminated && !other.terminated, op);
    assert.ok(!other.received.some(({type}) => ["end", "run", "signal"].includes(type)), op);
  }
});

test("what the page says that makes no sense is refused with words, and nothing ends", async (context) => {
  const words = context.mock.method(console, "error", () => {}).mock;
  const root = await machine();
  const before = root.received.length;
  const bad = [null, 5, {}, {type: "format"}, {type: "signal", signum: "INT"}, {type: "input", text: 5}, {type: "run", program: {}}, {type: "constructor"}];
  for (const message of bad) tellMachine(message);
  assert.equal(words.callCount(), bad.length);
  assert.match(words.calls[4].arguments[0], /^A message of the page was refused: signal has invalid contents\.$/);
  assert.ok(!root.terminated && root.received.length === before);
});

test("the machine has said nothing that would be refused where it arrives", () => {
  assert.deepEqual([...new Set(senseless)], []);
});

test("a flood comes to the page in few messages", async () => {
  await page(); // what the last machine has to tell
  const root = await machine();
  await page();
  told.length = 0;
  for (let number = 0; number < 50_000; number++) {
    root.say({type: "output", chunks: [{stream: "stdout", text: "x"}]});
    root.say({type: "post", op: "watch", args: ["terminal"]});
    root.say({type: "signalled", signum: 2});
  }
  await page();
  assert.ok(told.length < 5_000, `${told.length}`);
  assert.equal(told.flatMap(({chunks = []}) => chunks).map(({text}) => text).join("").length, 50_000);
});
