// The turns of processes whose schedule is chosen: one runs at a time, and the choice says who is next.
import assert from "node:assert/strict";
import test from "node:test";
import {Clock} from "../../docs/runner/machine/clock.js";
import {Turns} from "../../docs/runner/machine/turns.js";

/** A machine with processes that say nothing by themselves. */
function machine(...names) {
  const asked = [];
  const turns = new Turns((kind, options) => asked.push([kind, ...options]));
  const clock = new Clock(turns);
  clock.choose("instant");
  const stuck = [];
  clock.onStuck = () => stuck.push(clock.course.now());
  const links = names.map((name) => {
    const told = [];
    const link = clock.join({postMessage: ({type}) => type !== "time" && told.push(type), terminate() {}, onmessage: null});
    return Object.assign(link, {name, heard: () => told.splice(0)});
  });
  for (const link of links) link.postMessage({type: "exec"});
  for (const link of links) link.heard();
  const rest = (link, due = null) => clock.handle(link, {type: "idle", received: link.sent, due});
  for (const link of links) link.idle = {received: link.sent, due: null};
  turns.on = true;
  return {clock, turns, asked, stuck, links, rest};
}

test("what several are told waits until all are at rest, and the one that is chosen gets all of it", () => {
  const {turns, asked, links: [p, q], rest} = machine("p", "q");
  p.idle = null; // it runs
  p.postMessage({type: "reply"});
  q.postMessage({type: "changed"});
  q.postMessage({type: "signal"});
  assert.deepEqual([p.heard(), q.heard(), asked], [[], [], []]);
  rest(p);
  assert.deepEqual(asked, [["process", "p", "q"]]);
  turns.answer(1);
  rest(p);
  assert.deepEqual([p.heard(), q.heard()], [[], ["changed", "signal"]]);
});

test("who ran last comes first, and a single one is nothing to choose", () => {
  const {turns, asked, links: [p, q], rest} = machine("p", "q");
  q.postMessage({type: "changed"});
  rest(p);
  assert.deepEqual([q.heard(), asked], [["changed"], []]);
  p.postMessage({type: "changed"});
  q.postMessage({type: "reply"});
  rest(q);
  assert.deepEqual(asked, [["process", "q", "p"]]);
  turns.answer(9); // of a schedule that had more options
  rest(q);
  assert.deepEqual([p.heard(), q.heard()], [["changed"], []]);
});

test("who asked for what concerns no other goes on, and is chosen where it could be overtaken", () => {
  const {turns, asked, links: [p, q], rest} = machine("p", "q");
  q.postMessage({type: "changed"});
  rest(p);
  p.postMessage({type: "changed"});
  for (const [op, choices] of [["join", 0], ["pause", 1]]) {
    q.heard();
    turns.note(q, {type: "call", op});
    q.postMessage({type: "reply"});
    rest(q);
    assert.equal(asked.length, choices, op);
  }
});

test("what wakes nobody is no reason for a turn, and comes with the next one", () => {
  const {asked, stuck, links: [p, q], rest} = machine("p", "q");
  q.postMessage({type: "files"});
  rest(p);
  assert.deepEqual([q.heard(), asked, stuck.length], [[], [], 1]);
  q.postMessage({type: "changed"});
  rest(p);
  assert.deepEqual(q.heard(), ["files", "changed"]);
});

test("of those that wait for the same time, one is chosen", () => {
  const {clock, turns, asked, links: [p, q], rest} = machine("p", "q");
  const due = clock.course.now() + 100;
  rest(p, due);
  q.idle = {received: q.sent, due};
  rest(p, due);
  assert.deepEqual(asked.at(-1), ["timer", "p", "q"]);
  turns.answer(1);
  rest(p, due);
  assert.equal(clock.course.now(), due);
});

test("a machine whose turns nobody chooses holds nothing back", () => {
  const {turns, links: [p, q]} = machine("p", "q");
  turns.on = false;
  p.postMessage({type: "reply"});
  q.postMessage({type: "changed"});
  assert.deepEqual([p.heard(), q.heard()], [["reply"], ["changed"]]);
});

test("when the program runs again, the first process is told what has waited", () => {
  const {turns, links: [p], rest} = machine("p", "q");
  p.postMessage({type: "files"});
  turns.begin(p);
  assert.deepEqual(p.heard(), ["files"]);
  rest(p);
});

test("what comes when the other processes have ended comes after what has waited", () => {
  const {links: [p, q], rest} = machine("p", "q");
  p.postMessage({type: "memory"});
  q.terminate();
  p.postMessage({type: "child"});
  assert.deepEqual(p.heard(), []);
  rest(p);
  assert.deepEqual(p.heard(), ["memory", "child"]);
});
