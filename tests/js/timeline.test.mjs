// Timelines: from the events of a trace to lanes, states, arrows and places.
import assert from "node:assert/strict";
import {readFile} from "node:fs/promises";
import test from "node:test";

import {columns} from "../../docs/runner/timeline/drawing.js";
import {place} from "../../docs/runner/timeline/layout.js";
import {legend, signs} from "../../docs/runner/timeline/markup.js";
import {Model} from "../../docs/runner/timeline/model.js";
import {read} from "../../docs/runner/timeline/reading.js";
import {still} from "../../docs/runner/timeline/still.js";
import {remarks, rows} from "../../docs/runner/timeline/table.js";
import {code, cut, duration, waiting} from "../../docs/runner/timeline/words.js";

/** Short for an event: [name, task, time, more]. */
function events(...short) {
  return short.map(([event, task, time = 0, {line, thread = 1, process = 1, ...detail} = {}]) => ({
    time, process, thread, event, ...(task ? {task} : {}), ...(line ? {line} : {}), detail,
  }));
}

const spawn = (task, name, by = {thread: 1}, more = {}) => ["task_spawned", task, 0, {name: `Task-${task}`, coroutine: name, loop: 1, by, ...more}];
const sleep = (seconds) => ({wait: {on: "sleep", seconds, call: "sleep"}});

/** A scene of events, by step. */
function scene(found, perSecond = 0, options = {}) {
  const model = read(new Model(options), found);
  const layout = place(model, [], perSecond);
  return {model, layout, lanes: model.lanes.shown(), lines: []};
}

/** What a lane was, in order: its blocks and what was between them. */
function states({model}, name) {
  const blocks = model.blocks.filter(({lane}) => lane.name === name).map(({start, end}) => ["runs", start.x, end?.x]);
  const between = model.segments.filter(({lane, state}) => lane.name === name && state !== "holds").map(({state, from, to}) => [state, from.x, to?.x]);
  return [...blocks, ...between].sort((a, b) => a[1] - b[1] || a[2] - b[2]).map(([state]) => state);
}

const TWO = events(
  spawn(1, "main"), ["before_task_step", 1], spawn(2, "work", {task: 1}), ["after_task_step", 1, 0, {line: 5, wait: {on: "task", tasks: [2]}}],
  ["before_task_step", 2], ["printed", 2, 0, {line: 3, stream: "stdout", text: "begun\n"}], ["after_task_step", 2, 0, {line: 4, ...sleep(0.4)}],
  ["task_scheduled", 2, 400_000, {by: {timer: 1}}], ["before_task_step", 2, 400_000], ["task_exited", 2, 400_000, {outcome: "done"}],
  ["task_scheduled", 1, 400_000, {by: {task: 2}}], ["before_task_step", 1, 400_000], ["task_exited", 1, 400_000, {outcome: "done"}], ["program_ended", 0, 400_000],
);

test("a lane is ready, runs, waits, is ready again, and ends", () => {
  const found = scene(TWO);
  assert.deepEqual(found.lanes.map(({name}) => name), ["main", "work"]);
  assert.deepEqual(states(found, "work"), ["ready", "runs", "waiting", "ready", "runs"]);
  assert.deepEqual(found.lanes.map(({outcome}) => outcome), ["done", "done"]);
});

test("by step, places follow the order of the events, and a pause has its length", () => {
  const {model, layout} = scene(TWO);
  const places = model.points.map(({x}) => x);
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  assert.deepEqual(layout.gaps.map(({time}) => time), [400_000]);
  const [first, second, third] = model.blocks;
  assert.ok(first.end.x < second.start.x && second.end.x < layout.gaps[0].from && layout.gaps[0].to < third.start.x);
});

test("to scale, a place is a time", () => {
  const {model} = scene(TWO, 1000);
  assert.ok(model.points.filter(({time}) => time === 400_000).every(({x}) => x >= 400 && x <= 403));
  assert.equal(model.points[0].x, 0);
});

test("who started whom, and who woke whom", () => {
  const {model} = scene(TWO);
  const found = model.arrows.map(({kind, from, to}) => [kind, from?.lane.name, to.name]);
  assert.deepEqual(found, [["starts", "main", "work"], ["wakes", undefined, "work"], ["wakes", "work", "main"]]);
  assert.deepEqual(rows({...scene(TWO)}).map(({who, why, then}) => [who, why, then]), [
    ["main", "", "waits: task work"], ["work", "started by main", "waits: sleep 0.4 s"], ["work", "woken by the timer", "ends"], ["main", "woken by work", "ends"],
  ]);
});

test("a failing group: one fails, its sibling and the parent are cancelled by it", () => {
  const found = scene(events(
    spawn(1, "main"), ["before_task_step", 1], spawn(2, "good", {task: 1}), spawn(3, "bad", {task: 1}),
    ["after_task_step", 1, 0, {wait: {on: "task_group", tasks: [2, 3]}}], ["before_task_step", 2], ["after_task_step", 2, 0, sleep(9)],
    ["before_task_step", 3], ["task_exited", 3, 0, {line: 8, outcome: "failed", exception: {type: "ValueError", message: "no"}}],
    ["cancel_requested", 2, 0, {by: {task: 3}, count: 1}], ["task_scheduled", 2, 0, {by: {task: 3}}],
    ["cancel_requested", 1, 0, {by: {task: 3}, count: 1}], ["task_scheduled", 1, 0, {by: {task: 3}}],
    ["before_task_step", 2], ["task_exited", 2, 0, {outcome: "cancelled"}], ["program_ended"],
  ));
  assert.deepEqual(found.lanes.map(({outcome}) => outcome), [null, "cancelled", "failed"]);
  const cancels = found.model.arrows.filter(({kind}) => kind === "cancels").map(({from, to}) => [from?.lane.name, to.name]);
  assert.deepEqual(cancels, [["bad", "good"], ["bad", "main"]]);
  const drawn = columns(found);
  assert.match(drawn, /class="q" d="M[\d.]+ [\d.]+H[\d.]+V/, "what the end of a lane does later begins at that end");
  assert.match(drawn, /ValueError: no/);
  assert.match(drawn, />cancelled</);
  assert.equal(rows(found).at(-1).why, "cancelled by bad");
});

test("a timeout cancels without an arrow from a lane", () => {
  const found = scene(events(
    spawn(1, "main"), ["before_task_step", 1], ["timeout_set", 1, 0, {line: 2, timeout: 1, seconds: 0.2}], ["after_task_step", 1, 0, sleep(10)],
    ["cancel_requested", 1, 200_000, {by: {timeout: 1}, count: 1}], ["task_scheduled", 1, 200_000, {by: {timeout: 1}}],
    ["before_task_step", 1, 200_000], ["task_exited", 1, 200_000, {outcome: "done"}], ["program_ended", 0, 200_000],
  ));
  assert.equal(found.model.arrows.find(({kind}) => kind === "cancels").from, null);
  assert.match(columns(found), />timeout</);
  assert.equal(rows(found)[1].why, "cancelled by its timeout");
  assert.match(rows(found)[0].does, /sets a timeout of 0.2 s/);
});

test("a lock: who holds it, and who waits for it", () => {
  const found = scene(events(
    spawn(1, "a"), spawn(2, "b"), ["before_task_step", 1], ["lock_acquired", 1, 0, {line: 3, lock: 1}], ["after_task_step", 1, 0, sleep(1)],
    ["before_task_step", 2], ["after_task_step", 2, 0, {wait: {on: "lock", number: 1, owner: {task: 1}}}],
    ["before_task_step", 1, 1e6], ["lock_released", 1, 1e6, {line: 4, lock: 1}], ["task_exited", 1, 1e6, {outcome: "done"}], ["program_ended", 0, 1e6],
  ));
  const [holds] = found.model.segments.filter(({state}) => state === "holds");
  assert.deepEqual([holds.lane.name, holds.from.time, holds.to.time], ["a", 0, 1e6]);
  assert.equal(rows(found)[1].then, "waits: lock, held by a");
  assert.match(columns(found), />holds lock</);
  assert.match(legend(signs(columns(found))), /k-h"><\/i>holds a lock</);
});

test("the meter: a turn of 100 ms or more held the loop", () => {
  const found = scene(events(spawn(1, "main"), ["before_task_step", 1], ["task_exited", 1, 312_000, {line: 14, outcome: "done"}], ["program_ended", 0, 312_000]));
  assert.match(columns(found), />held 312 ms</);
  const trace = events(spawn(1, "main"), ["before_task_step", 1], ["task_exited", 1, 312_000, {line: 14, outcome: "done"}]);
  assert.match(still(trace, {source: "", title: "t", id: "i"}).html, /main held the loop for 312 ms before line 14\./);
});

test("threads, their locks and their nesting, as the kernel tells of them", () => {
  const found = scene(events(
    ["before_thread_step", 0], ["thread_spawned", 0, 0, {line: 3, thread: 1, name: "Thread-1 (work)", by: {thread: 1}}], ["program_ended"],
  ).map((event, index) => (index === 1 ? {...event, detail: {...event.detail, thread: 2}} : event)).concat(events(
    ["after_thread_step", 0, 0, {line: 4, wait: {on: "thread", number: 2}}],
    ["before_thread_step", 0, 0, {thread: 2}], ["after_thread_step", 0, 0, {thread: 2, line: 7, ready: true}],
    ["before_thread_step", 0, 0, {thread: 2}],
  )));
  assert.deepEqual(found.lanes.map(({name}) => name), ["main thread", "work"]);
  assert.deepEqual(states(found, "work"), ["ready", "runs", "ready", "runs"]);
});

test("tasks lie below the thread that runs their loop, which is no block of its own", () => {
  const found = scene(events(
    ["before_thread_step", 0], ["printed", 0, 0, {line: 1, stream: "stdout", text: "x\n"}], ["after_thread_step", 0, 0, {ready: true}],
    ["before_thread_step", 0], spawn(1, "main"), ["before_task_step", 1], ["task_exited", 1, 0, {outcome: "done"}], ["after_thread_step", 0, 0, {ready: true}],
  ));
  assert.deepEqual(found.lanes.map(({name, depth}) => [name, depth]), [["main thread", 0], ["main", 1]]);
  assert.deepEqual(found.model.blocks.filter(({hidden}) => !hidden).map(({lane}) => lane.name), ["main thread", "main"]);
});

test("a thread that is woken in the middle of a task's turn continues it: the arrow leads to the task", () => {
  const found = scene(events(
    ["before_thread_step", 0], spawn(1, "main"), ["before_task_step", 1],
    ["before_thread_step", 0, 0, {thread: 2}],
    ["thread_scheduled", 0, 0, {by: {thread: 2}}], ["after_thread_step", 0, 0, {thread: 2, wait: {on: "idle"}}],
    ["task_exited", 1, 0, {outcome: "done"}], ["program_ended"],
  ));
  assert.ok(!states(found, "main thread").includes("ready"));
  assert.deepEqual(found.model.arrows.filter(({kind}) => kind === "wakes").map(({to}) => to.name), ["main"]);
});

test("a child process is a lane, and fails with its exit code", () => {
  const found = scene(events(
    spawn(1, "main"), ["before_task_step", 1], ["process_spawned", 1, 0, {line: 2, process: 1, name: "sort", by: {task: 1}}],
  ).map((event) => (event.event === "process_spawned" ? {...event, detail: {...event.detail, process: 2}} : event)).concat([
    {time: 5, process: 1, thread: 1, event: "process_exited", detail: {process: 2, code: 3}},
  ]));
  const lane = found.lanes.find(({kind}) => kind === "process");
  assert.deepEqual([lane.name, lane.outcome, lane.error.type], ["sort", "failed", "exit 3"]);
});

test("what happens in a child is on lanes below it, and ends with it", () => {
  const at = (time, process, event, detail, line = 1) => ({time, process, thread: 1, event, line, detail});
  const found = scene([
    at(0, 1, "process_spawned", {process: 2, name: "worker", by: {thread: 1}}),
    at(10, 2, "printed", {stream: "stdout", text: "begun\n"}),
    at(20, 2, "after_thread_step", sleep(60)),
    at(30, 1, "signal_sent", {signal: "SIGTERM", process: 2, by: {thread: 1}}),
    at(40, 1, "process_exited", {process: 2, code: -15}),
    at(50, 1, "program_ended", {}),
  ]);
  assert.deepEqual(found.lanes.map(({name, depth}) => [name, depth]), [["main thread", 0], ["worker", 0], ["main thread", 1]]);
  const [own, worker, main] = found.lanes;
  assert.deepEqual([worker.outcome, main.segment], ["failed", null]);
  assert.deepEqual(found.model.blocks.filter(({lane}) => lane === own).flatMap(({notes}) => notes), ["sends SIGTERM to worker"]);
});

test("callbacks have a lane, and their function's name", () => {
  const found = scene(events(
    spawn(1, "main"), ["before_task_step", 1], ["callback_scheduled", 1, 0, {line: 3, callback: 1, function: "main.<locals>.tick", kind: "timer", by: {task: 1}}],
    ["after_task_step", 1, 0, sleep(1)], ["before_callback", 0, 0, {callback: 1}], ["after_callback", 0, 0, {callback: 1}],
  ));
  assert.deepEqual(found.model.blocks.at(-1).label, "tick()");
  assert.deepEqual(found.lanes.map(({name}) => name), ["main", "callbacks"]);
});

test("tasks of one coroutine are numbered, named ones have their name, those of asyncio.run() are left out", () => {
  const found = scene(events(
    spawn(1, "main"), spawn(2, "fetch", {task: 1}), spawn(3, "fetch", {task: 1}), spawn(4, "fetch", {task: 1}, {name: "mine"}),
    spawn(5, "BaseEventLoop.shutdown_asyncgens", {thread: 1}, {library: true}), ["task_named", 3, 0, {name: "third"}],
  ));
  assert.deepEqual(found.lanes.map(({name}) => name), ["main", "fetch 1", "third", "mine"]);
});

test("beyond the most lanes, tasks share one", () => {
  const short = [spawn(1, "main")];
  for (let task = 2; task < 50; task += 1) short.push(spawn(task, "fetch", {task: 1}));
  for (let task = 2; task < 50; task += 1) short.push(["before_task_step", task], ["after_task_step", task, 0, sleep(1)]);
  const {lanes, model} = scene(events(...short), 0, {mostLanes: 4});
  assert.deepEqual(lanes.map(({name}) => name), ["main", "fetch 1", "fetch 2", "fetch 3", "45 more tasks"]);
  assert.equal(model.blocks.at(-1).turns, 45);
});

test("a hole ends what can be drawn", () => {
  const model = read(new Model(), [...events(spawn(1, "main"), ["before_task_step", 1], ["events_cut", 0, 0, {count: 7}]), ...events(spawn(9, "late"))]);
  assert.deepEqual([model.missing, model.lanes.all.length], [7, 1]);
});

test("events may come in any pieces", () => {
  const whole = scene(TWO);
  const model = new Model();
  for (const event of TWO) read(model, [event]);
  place(model, []);
  assert.deepEqual(model.points.map(({x}) => x), whole.model.points.map(({x}) => x));
});

test("to scale, what is narrower than a pixel isn't drawn twice", () => {
  const short = [spawn(1, "spin")];
  for (let turn = 0; turn < 1000; turn += 1) short.push(["before_task_step", 1, turn], ["after_task_step", 1, turn, {ready: true}]);
  const drawn = columns(scene(events(...short), 100_000));
  assert.equal(drawn.match(/<path class="x" d="([^"]*)"/)[1].split("M").length - 1, 101);
  assert.doesNotMatch(drawn, /data-block/);
});

test("a part of a drawing has what lies in it", () => {
  const found = scene(TWO);
  const count = (text) => text.split("data-block").length - 1;
  assert.equal(count(columns(found)), 4);
  assert.equal(count(columns(found, 0, 20)), 1);
});

test("a program's text is text", () => {
  const trace = events(spawn(1, "<b>"), ["before_task_step", 1], ["printed", 1, 0, {line: 1, stream: "stdout", text: "<script>&\n"}], ["task_exited", 1, 0, {outcome: "done"}]);
  const {html} = still(trace, {source: '"<i>"', title: "<u>", id: "i"});
  assert.doesNotMatch(html, /<script|<b>|<u>|<i>/);
  assert.match(html, /&#60;script&#62;&#38;/);
});

test("words", () => {
  assert.deepEqual([0, 312, 1500, 50_000, 312_000, 400_000, 1_200_000, 3600e6].map(duration), ["0", "312 µs", "1.5 ms", "50 ms", "312 ms", "0.4 s", "1.2 s", "60 min"]);
  assert.equal(cut("a long text", 7), "a long…");
  assert.equal(code("    await asyncio.sleep(1)  # a while"), "await sleep(1)");
  const say = (wait) => waiting(wait, (number) => `t${number}`, () => "who");
  assert.equal(say({on: "queue", size: 0, maxsize: 2, call: "Queue.get"}), "queue.get(): empty");
  assert.equal(say({on: "queue", number: 2, size: 2, maxsize: 2, call: "Queue.put"}), "queue 2.put(): full");
  assert.equal(say({on: "gather", tasks: [1, 2, 3, 4]}), "gather: t1, t2 and 2 more");
});

const schema = JSON.parse(await readFile(new URL("../../docs/runner/interleave/trace/schema.json", import.meta.url), "utf8"));

test("every kind of wait that the schema names has words", () => {
  for (const {const: on} of schema.$defs.wait.properties.on.oneOf) {
    const all = {number: 2, tasks: [1], call: "call", seconds: 1, size: 1, maxsize: 2, waiting: 1, parties: 2, name: "host", function: "f", owner: {task: 1}};
    // Of a queue or a barrier between processes, a thread may know no more than what it waits for.
    for (const known of [all, {call: "call"}]) assert.doesNotMatch(waiting({on, ...known}, () => "t", () => "who"), /undefined|^$/, on);
  }
});

test("every event that the schema names can be read", () => {
  for (const definition of Object.values(schema.$defs)) {
    for (const example of definition.examples ?? []) assert.ok(read(new Model(), [example]));
  }
});

test("a library's task is shown if it runs a line of the program, by the name of its class", () => {
  const task = (number) => [spawn(number, "RequestHandler._handle_request", {thread: 1}, {library: true}), ["before_task_step", number]];
  const found = scene(events(...task(1), ["after_task_step", 1, 0, {line: 3, ...sleep(1)}], ...task(2), ["after_task_step", 2, 0, sleep(1)], ["program_ended"]));
  assert.deepEqual(found.lanes.map(({name}) => name), ["RequestHandler 1"]);
  assert.deepEqual(remarks(found.model), ["Left out: 1 task or thread of libraries, which runs no line of this program."]);
});

test("a function in a thread of a pool is one block each time it goes on", () => {
  const [submitted, begins, ends] = ["work_submitted", "before_work", "after_work"].map((event) => ({time: 0, process: 1, thread: event === "work_submitted" ? 1 : 2, event, detail: {work: 1, function: "load", by: {thread: 1}}}));
  const turn = (event, detail = {}) => ({time: 0, process: 1, thread: 2, event, detail});
  const found = scene([submitted, turn("before_thread_step"), begins, {...turn("after_thread_step", {wait: {on: "lock", number: 1}}), line: 4}, turn("before_thread_step"), ends, turn("after_thread_step", {wait: {on: "idle"}})]);
  const blocks = found.model.blocks.filter(({lane}) => lane.key === "1/thread/2");
  assert.deepEqual(blocks.map(({label}) => label), ["load()", "load()", "module"]);
});

test("a function in a process of a pool has the name that the process tells, whatever its parent's numbers are", () => {
  const at = (event, process, detail) => ({time: 0, process, thread: 1, event, detail});
  const work = (event, number, more = {}) => at(event, 2, {work: number, ...more});
  const found = scene([
    at("work_submitted", 1, {work: 1, function: "other", by: {thread: 1}}), at("process_spawned", 1, {process: 2, name: "worker", by: {thread: 1}}),
    at("before_thread_step", 2), work("before_work", 1, {function: "Part.load"}), work("after_work", 1),
    work("before_work", 2, {function: "store"}), work("after_work", 2), at("after_thread_step", 2, {wait: {on: "idle", call: "get"}}),
  ]);
  const blocks = found.model.blocks.filter(({lane}) => lane.key === "2/thread/1");
  assert.deepEqual(blocks.map(({label}) => label), ["load()", "store()", "module"]);
});
