// Process groups, job control, and the resource tracker that needs no interpreter until something is left.
import assert from "node:assert/strict";
import test from "node:test";
import {HUP, IN} from "../../docs/runner/machine/events.js";
import {Jobs, TERMINAL_SESSION} from "../../docs/runner/machine/jobs.js";
import {Process} from "../../docs/runner/machine/process.js";
import {Tracker} from "../../docs/runner/machine/tracker.js";
import {SIGCONT, SIGINT, SIGKILL, SIGSTOP, SIGTERM} from "../../docs/runner/shared/signals.js";
import {Told} from "./told.mjs";

const SIGTSTP = 20;

/** The program, a child in its group, and a grandchild in one of its own. */
function family() {
  const told = new Told();
  const processes = new Map();
  const ends = [];
  const end = (process, status) => {
    ends.push([process.pid, status]);
    processes.delete(process.pid);
    jobs.ended(process);
  };
  const jobs = new Jobs(processes, {first: 1, end, send: told.send});
  for (const [pid, parent, group] of [[1, 0, 1], [2, 1, 1], [3, 2, 3]]) {
    const process = new Process(pid, parent, {group, session: TERMINAL_SESSION});
    process.worker = {postMessage: (message) => told.send(pid, message), terminate() {}};
    processes.set(pid, process);
  }
  return {told, processes, ends, jobs, root: processes.get(1), child: processes.get(2), grandchild: processes.get(3)};
}

test("a signal ends, is handed over or ignored, as its disposition says", () => {
  const {told, ends, jobs, root, child} = family();
  child.dispositions.set(SIGTERM, "handler");
  assert.equal(jobs.kill(root, 2, SIGTERM), true);
  child.dispositions.set(SIGTERM, "ignore");
  jobs.kill(root, 2, SIGTERM);
  jobs.kill(root, 2, 17);
  assert.deepEqual([told.take(), ends], [[[2, "signal", {signum: SIGTERM}]], []]);
  jobs.kill(root, 2, SIGKILL);
  assert.deepEqual(ends, [[2, -SIGKILL]]);
});

test("who has ended is there until its parent has waited for it; its children have another parent", () => {
  const {told, jobs, root, grandchild} = family();
  jobs.kill(root, 2, SIGKILL);
  assert.deepEqual(told.take(), [[3, "orphaned", {}]]);
  assert.deepEqual([grandchild.parent, jobs.kill(root, 2, 0), jobs.kill(root, 2, SIGKILL)], [0, true, true]);
  jobs.reap(grandchild, 2); // isn't its parent
  assert.equal(jobs.kill(root, 2, 0), true);
  jobs.reap(root, 2);
  jobs.reap(root, 2);
  assert.deepEqual([jobs.kill(root, 2, 0), jobs.group(root, 2), jobs.session(root, 2)], [false, 0, -1]);
});

test("a stopped process keeps its signals until it is continued, but for SIGKILL", () => {
  const {told, ends, jobs, root, child} = family();
  jobs.kill(root, 2, SIGSTOP);
  jobs.kill(root, 2, SIGSTOP);
  jobs.kill(root, 2, SIGTERM);
  jobs.hasStopped(child);
  assert.deepEqual([told.take(), ends], [[[2, "stop", {}], [1, "stopped", {pid: 2, signum: SIGSTOP, group: 1}]], []]);
  jobs.kill(root, 2, SIGCONT);
  assert.deepEqual(told.take().slice(0, 2), [[2, "continue", {}], [1, "continued", {pid: 2, group: 1}]]);
  assert.deepEqual(ends, [[2, -SIGTERM]]);
  jobs.kill(root, 3, SIGSTOP);
  jobs.kill(root, 3, SIGKILL);
  assert.deepEqual(ends.at(-1), [3, -SIGKILL]);
});

test("the terminal's keys reach the foreground only, and stop no orphaned group", () => {
  const {told, ends, jobs, root, child, grandchild} = family();
  assert.equal(jobs.setForegroundGroup(root, 9), "EPERM");
  assert.equal(jobs.setForegroundGroup(root, 3), "");
  assert.deepEqual([jobs.isBackground(root), jobs.isBackground(grandchild), jobs.foregroundGroup(child)], [true, false, 3]);
  jobs.type(SIGINT);
  assert.deepEqual(told.take(), [[3, "signal", {signum: SIGINT}]]);
  jobs.kill(root, 2, SIGKILL);
  told.take();
  jobs.signal(grandchild, SIGTSTP); // nobody could continue it
  assert.deepEqual([grandchild.stopped, ends.length], [0, 1]);
});

test("groups and sessions are refused as setpgid(2) and setsid(2) refuse them", () => {
  const {jobs, root, child, grandchild} = family();
  assert.equal(jobs.setGroup(root, 9, 0), "ESRCH");
  assert.equal(jobs.setGroup(root, 2, 0), "EACCES");
  assert.equal(jobs.setGroup(child, 0, 9), "EPERM");
  assert.equal(jobs.setSession(grandchild), "EPERM");
  assert.equal(jobs.setSession(child), "");
  assert.deepEqual([child.group, child.session, jobs.hasTerminal(child), jobs.setForegroundGroup(child, 2)], [2, 2, false, "ENOTTY"]);
  assert.equal(jobs.setGroup(root, 2, 1), "EPERM");
  assert.deepEqual(["killed", jobs.killGroup(root, 9, SIGTERM)], ["killed", false]);
});

/** A tracker whose pipe gives these pieces, and then its end. */
async function tracked(...pieces) {
  const tracker = new Tracker("notes");
  const done = [];
  tracker.process = {
    read: () => ({data: pieces.length ? new TextEncoder().encode(pieces.shift()) : null}),
    exit: (status) => done.push(["exit", status]),
    start: (notes) => done.push(["start", notes.map((note) => new TextDecoder().decode(note)).join("")]),
  };
  tracker.postMessage({type: "changed", id: "notes", events: IN});
  await null;
  tracker.postMessage({type: "changed", id: "other", events: HUP});
  tracker.postMessage({type: "changed", id: "notes", events: HUP});
  tracker.postMessage({type: "changed", id: "notes", events: HUP});
  await null;
  return done;
}

test("a tracker that is left nothing ends without an interpreter, once", async () => {
  assert.deepEqual(await tracked("PROBE:0:noop\nREGISTER:/a:sema", "phore\nUNREGISTER:/a:semaphore\n"), [["exit", 0]]);
});

test("what is left, or not understood, is Python's: it reads all from the beginning", async () => {
  assert.deepEqual(await tracked("REGISTER:/a:shared_memory\n"), [["start", "REGISTER:/a:shared_memory\n"]]);
  assert.deepEqual(await tracked("REGISTER:/a:folder\n"), [["start", "REGISTER:/a:folder\n"]]);
  assert.deepEqual(await tracked("UNREGISTER:/a:semaphore\n"), [["start", "UNREGISTER:/a:semaphore\n"]]);
  assert.deepEqual(await tracked("REGISTER:/a:semaph"), [["start", "REGISTER:/a:semaph"]]);
});
