// The events of several processes come in one order, whatever the order in which these tell them.
import assert from "node:assert/strict";
import test from "node:test";
import {Clock} from "../../docs/runner/machine/clock.js";
import {Traces} from "../../docs/runner/machine/traces.js";

const worker = {postMessage() {}, terminate() {}, onmessage: null};

/** The machine's traces with processes 1 and 2; what they have told the page. */
function machine() {
  const clock = new Clock();
  const processes = new Map([1, 2].map((pid) => [pid, {worker: clock.join(worker)}]));
  const told = [];
  return {clock, processes, told, traces: new Traces(processes, 1, clock, (lines) => told.push(...lines.split("\n")))};
}

const said = (until, ...times) => ({lines: times.map((time) => `at ${time}`).join("\n"), times: times.join("\n"), until});

test("a process that is alone is heard at once", () => {
  const {traces, told} = machine();
  traces.add(1, {lines: "a\nb", times: "", until: 5});
  traces.add(1, {lines: "", times: "", until: 6});
  assert.deepEqual(told, ["a", "b"]);
});

test("an event waits until all others have told up to then", () => {
  const {traces, told} = machine();
  traces.begin(1, 2);
  traces.add(1, said(10, 1, 4, 9));
  assert.deepEqual(told, []);
  traces.add(2, said(5, 3));
  assert.deepEqual(told, ["at 1", "at 3", "at 4"]);
  traces.add(2, said(12, 9, 11));
  assert.deepEqual(told.slice(3), ["at 9", "at 9"]);
  traces.add(1, said(20));
  assert.deepEqual(told.slice(5), ["at 11"]);
});

test("one that has ended, or is over, holds nobody up", () => {
  const {traces, told} = machine();
  traces.begin(1, 2);
  traces.add(1, said(10, 1));
  traces.add(2, said(2));
  traces.add(1, said(20, 15));
  traces.end(2);
  assert.deepEqual(told, ["at 1", "at 15"]);
  traces.begin(1, 3);
  traces.add(1, said(30, 25));
  traces.end(1);
  assert.deepEqual(told, ["at 1", "at 15", "at 25"]);
});

test("on the instant clock, one that is at rest holds nobody up", () => {
  const {clock, processes, traces, told} = machine();
  clock.kind = "instant";
  traces.begin(1, 2);
  const {worker: link} = processes.get(2);
  link.idle = {received: link.sent, due: null};
  traces.add(1, said(10, 1));
  assert.deepEqual(told, ["at 1"]);
  link.sent += 1; // something is on its way to it
  traces.add(1, said(20, 15));
  assert.deepEqual(told, ["at 1"]);
  clock.course.reach(16e-6);
  traces.rest(2);
  assert.deepEqual(told, ["at 1", "at 15"]);
});
