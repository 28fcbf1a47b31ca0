// What the panel "Other orders" says of searches and of runs that a reader schedules.
import assert from "node:assert/strict";
import test from "node:test";

const {counted, ending, found, progress, question, shortest, switched} = await import("../../docs/runner/page/orders-words.js");

const outcome = (fields) => ({ending: "done", fails: false, reached: false, output: "", message: "", line: null, agents: [], seed: null, schedule: [], ...fields});
const ended = (fields) => ({runs: 200, counts: [], found: null, switches: [], reason: "all", ...fields});
const change = (fields) => ({step: 3, kind: "preempt", taken: 1, change: "worker 2 before worker 1", line: 7, ...fields});

test("numbers have their plurals", () => {
  assert.deepEqual([counted(1, "run"), counted(2, "run"), counted(1, "switch"), counted(2, "switch")], ["1 run", "2 runs", "1 switch", "2 switches"]);
  assert.equal(progress(57, 200, 1), "57 of 200 runs, 1 outcome");
});

test("how a run ended", () => {
  assert.equal(ending(outcome({})), "Ends");
  assert.equal(ending(outcome({fails: true})), "Ends with different output");
  assert.equal(ending(outcome({fails: true, reached: true})), "Reaches the goal");
  assert.equal(ending(outcome({ending: "failed", fails: true, message: "AssertionError: 1 != 2"})), "AssertionError: 1 != 2");
  assert.equal(ending(outcome({ending: "failed", fails: true})), "Ends with an error");
  assert.equal(ending(outcome({ending: "deadlock", fails: true})), "Deadlock");
  assert.equal(ending(outcome({ending: "limit", message: "too many steps"})), "Not finished: too many steps");
});

test("what a search has found, after how many runs, with how many switches", () => {
  const failing = outcome({ending: "deadlock", fails: true, seed: 405, schedule: [0, 1]});
  assert.equal(found(ended({reason: "found", found: 1, switches: [change()]}), failing, 400), "Run 7 fails, and 1 switch is enough: Deadlock.");
  assert.equal(found(ended({reason: "found", found: 1, switches: [change(), change()]}), failing, 405), "Run 2 fails, and 2 switches are enough: Deadlock.");
  assert.equal(found(ended({reason: "found", found: 0}), {...failing, seed: null, schedule: []}, 0), "The ordinary order fails: Deadlock.");
  assert.equal(found(ended({runs: 230, reason: "found", found: 1, switches: [change()]}), {...failing, seed: null}, 0), "An order fails, found after 230 runs, and 1 switch is enough: Deadlock.");
  assert.equal(found(ended({runs: 320, reason: "exhausted"}), null, 0), "No order fails: 320 runs covered all that differ in a choice.");
  assert.equal(found(ended({runs: 200, reason: "all"}), null, 0), "None fails: 200 runs, drawn at random and then with the fewest switches.");
  assert.equal(found(ended({reason: "found", found: 1, switches: [change()]}), {...failing, reached: true}, 400), "Run 7 reaches the goal, and 1 switch is enough.");
  assert.equal(found(ended({runs: 3, reason: "stopped"}), null, 0), "Stopped after 3 runs.");
});

test("where a run changes its course", () => {
  assert.equal(switched(change()), "At line 7: worker 2 before worker 1.");
  assert.equal(switched(change({line: null})), "worker 2 before worker 1.");
});

test("what a reader is asked", () => {
  const options = [{name: "a", kind: "thread", line: 1}, {name: "b", kind: "thread", line: 2}];
  assert.equal(question({step: 0, kind: "preempt", options}, 1), "Choice 1: a could be interrupted here. Which thread continues?");
  assert.equal(question({step: 4, kind: "next", options}, 5), "Choice 5: which one runs next?");
  assert.equal(question({step: 4, kind: "sleep", options}, 5), "Choice 5: which sleep ends first?");
  assert.equal(question({step: 4, kind: "waiter", options}, 5), "Choice 5: several threads wait for the lock. Which one gets it?");
});

test("the shortest way beside the reader's", () => {
  assert.match(shortest(null, 3), /found no other way/);
  assert.equal(shortest([], 3), "The ordinary order gets there too: no switch is needed.");
  assert.equal(shortest([change()], 1), "The shortest way has 1 switch, and so has yours.");
  assert.equal(shortest([change(), change()], 5), "The shortest way has 2 switches, and yours 5:");
});
