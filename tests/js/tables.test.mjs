// What the processes of a run share beside streams: semaphores, memory, queues, channels, locks of files, addresses, questions.
import assert from "node:assert/strict";
import test from "node:test";
import {Addresses} from "../../docs/runner/machine/addresses.js";
import {Channels} from "../../docs/runner/machine/channels.js";
import {FileLocks} from "../../docs/runner/machine/file-locks.js";
import {Inspections} from "../../docs/runner/machine/inspections.js";
import {Interpreters} from "../../docs/runner/machine/interpreters.js";
import {Queues} from "../../docs/runner/machine/queues.js";
import {Segments} from "../../docs/runner/machine/segments.js";
import {Semaphores} from "../../docs/runner/machine/semaphores.js";
import {CARRIED} from "../../docs/runner/machine/streams.js";
import {REMOVE} from "../../docs/runner/machine/unbound.js";
import {Told} from "./told.mjs";

const [P, Q, R] = [2, 3, 4];
const [ERROR, REPLACE] = [REMOVE + 1, REMOVE + 2];
const data = new Uint8Array([1]);

// Semaphores

test("all who wait for a semaphore are told once, and one gets it", () => {
  const told = new Told();
  const semaphores = new Semaphores(told.send);
  const id = semaphores.create("/s", 1, 1);
  assert.equal(semaphores.create("/s", 1, 1), null);
  assert.deepEqual([P, Q, R, Q].map((pid) => semaphores.acquire(pid, id)), [true, false, false, false]);
  assert.equal(semaphores.release(id), true);
  assert.deepEqual(told.take(), [[Q, "released", {semaphore: id}], [R, "released", {semaphore: id}]]);
  assert.deepEqual([semaphores.acquire(R, id), semaphores.acquire(Q, id), semaphores.value(id)], [true, false, 0]);
});

test("a semaphore goes no higher than it may, and lives on without its name", () => {
  const semaphores = new Semaphores(new Told().send);
  const id = semaphores.create("/s", 1, 1);
  assert.equal(semaphores.release(id), false);
  assert.deepEqual([semaphores.unlink("/s"), semaphores.unlink("/s"), semaphores.open("/s")], [true, false, null]);
  assert.equal(semaphores.acquire(P, id), true);
  assert.notEqual(semaphores.create("/s", 5, 5), id);
  assert.deepEqual([semaphores.value(id), semaphores.acquire(P, "x"), semaphores.release("x"), semaphores.value("x")], [0, false, false, 0]);
});

// Memory

test("a page that two processes write keeps what each has changed", () => {
  const told = new Told();
  const segments = new Segments(told.send);
  const id = segments.open(P, "/m", true, true, false);
  assert.equal(segments.open(Q, "/m", true, true, false), "EEXIST");
  assert.equal(segments.open(Q, "/x", false, false, false), "ENOENT");
  segments.open(Q, "/m", false, false, false);
  segments.resize(id, 4);
  for (const pid of [P, Q]) assert.equal(segments.map(pid, id), 4);
  told.take();
  const page = (now) => [{at: 0, now: Uint8Array.from(now), was: new Uint8Array(4)}];
  segments.write(P, id, page([1, 0, 0, 0]));
  segments.write(Q, id, page([0, 2, 0, 0]));
  assert.deepEqual([...segments.get(id).bytes], [1, 2, 0, 0]);
  assert.deepEqual(told.take().map(([pid, type]) => [pid, type]), [[Q, "memory"], [P, "memory"]]);
  segments.write(Q, id, [{at: 3, now: Uint8Array.from([7, 8, 9]), was: new Uint8Array(3)}]); // beyond its end
  assert.deepEqual([...segments.get(id).bytes], [1, 2, 0, 7]);
});

test("memory without a name goes with the last who has it", () => {
  const segments = new Segments(new Told().send);
  const id = segments.open(P, "/m", true, false, false);
  segments.hold(id, Q);
  segments.map(R, id);
  assert.deepEqual([segments.unlink("/m"), segments.unlink("/m")], [true, false]);
  segments.release(P, id);
  segments.release(P, id);
  segments.releaseAll(Q);
  assert.equal(segments.size(id), 0);
  segments.unmap(R, id);
  assert.throws(() => segments.size(id), /^Error: no such segment/);
  segments.unmap(R, id);
  segments.write(R, id, []);
});

// Queues

test("a full queue takes no more, and what is in an item that was refused is not held", () => {
  const queues = new Queues();
  const inside = queues.create(P, 0, REPLACE, 0);
  queues.bind(P, P, inside);
  const id = queues.create(P, 1, REPLACE, 0);
  assert.deepEqual([queues.put(P, P, id, data, [inside], -1), queues.put(P, P, id, data, [inside], -1)], [true, false]);
  assert.equal(queues.find(P, inside).holders.get(-1), 1);
  assert.deepEqual(queues.get(P, id).queues, [inside]);
  queues.arrived(P, [inside]);
  assert.equal(queues.get(P, id), "empty");
  assert.deepEqual([...queues.find(P, inside).holders], [[P, 1]]);
});

test("queues are their process's, and none is there after the last reference", () => {
  const queues = new Queues();
  const id = queues.create(P, 0, REPLACE, 0);
  assert.deepEqual([queues.get(Q, id), queues.put(Q, Q, id, data, [], -1), queues.describe(Q, id), queues.release(Q, Q, id)], [null, null, null, null]);
  assert.equal(queues.release(P, P, id), false); // nobody has it yet
  queues.bind(P, P, id);
  assert.deepEqual([queues.release(P, R, id), queues.release(P, P, id), queues.destroy(P, id)], [true, null, null]);
});

test("items of an interpreter that ends stay, go, or are marked", () => {
  const queues = new Queues();
  const id = queues.create(P, 0, REPLACE, 0);
  queues.bind(P, P, id);
  for (const unbound of [REMOVE, ERROR, -1]) queues.put(P, Q, id, data, [], unbound);
  queues.put(P, P, id, data, [], REMOVE);
  queues.leave(P, Q);
  assert.deepEqual(queues.find(P, id).items.map(({data, unbound, from}) => [data === null, unbound, from]), [[true, ERROR, 0], [true, REPLACE, 0], [false, REMOVE, P]]);
});

// Channels

function channel() {
  const told = new Told();
  const moved = [];
  const channels = new Channels({send: told.send, departed: (_, ids) => moved.push(...ids), arrived: (_, ids) => moved.push(...ids.map((id) => -id))});
  const id = channels.create(P, P, REPLACE, 0);
  const send = (worker, number, waits = true) => channels.send(P, worker, id, {number, waits, data, unbound: -1, queues: [number]});
  return {told, moved, channels, id, send};
}

test("who waits for it to be received learns of it, and of the channel's end", () => {
  const {told, moved, channels, id, send} = channel();
  assert.deepEqual([send(Q, 1), send(Q, 2), send(Q, 3, false)], [true, true, true]);
  assert.equal(channels.receive(P, R, id).number, 1);
  assert.deepEqual(told.take(), [[Q, "taken", {number: 1, received: true}]]);
  assert.equal(channels.close(P, id, false, false), "not empty");
  assert.equal(channels.close(P, id, false, true), true);
  assert.deepEqual(told.take(), [[Q, "taken", {number: 2, received: false}]]);
  assert.deepEqual(moved, [1, 2, 3, -2, -3]);
  assert.deepEqual([send(Q, 4), channels.receive(P, R, id), channels.close(P, id, false, true)], ["closed", "closed", "closed"]);
});

test("a channel whose sending end is closed ends when it is empty; it may be taken back", () => {
  const {channels, id, send} = channel();
  send(Q, 1);
  assert.equal(channels.close(P, id, true, false), true);
  assert.equal(channels.close(P, id, true, false), "closed");
  assert.equal(send(Q, 2), "closed");
  channels.unsend(P, Q, id, 9);
  channels.unsend(P, Q, id, 1);
  assert.equal(channels.receive(P, R, id), "closed");
});

test("an interpreter that has given up an end can't use it; without users a channel is closed", () => {
  const {channels, id, send} = channel();
  assert.equal(channels.receive(P, R, id), "empty");
  send(Q, 1, false);
  channels.release(P, Q, id, ["send"]);
  assert.equal(send(Q, 2), "released");
  channels.leave(P, R);
  assert.deepEqual([channels.describe(P, id).open, channels.receive(P, P, id)], [false, "closed"]);
});

test("items of a sender that ends wait no more, and a channel goes with the last who knows of it", () => {
  const {told, channels, id, send} = channel();
  send(Q, 1);
  channels.leave(P, Q);
  const item = channels.find(P, id).items[0];
  assert.deepEqual([item.data, item.from, item.waits], [null, 0, false]);
  channels.letGo(P, P, id);
  channels.letGo(P, P, id);
  assert.deepEqual([channels.describe(P, id), channels.destroy(P, id), told.take()], ["missing", false, []]);
});

// Locks of files

const range = (owner, from, to, exclusive = true) => ({owner, from, to, exclusive, pid: 0});

test("who waits for a lock is told when it goes, also by the end of its owner", () => {
  const told = new Told();
  const locks = new FileLocks(told.send);
  assert.equal(locks.lock(P, "f", "d1", "exclusive", false), true);
  assert.equal(locks.lock(Q, "f", "d2", "shared", true), false);
  locks.releaseAll(P);
  assert.deepEqual(told.take(), [[Q, "unlocked", {file: "f"}]]);
  assert.equal(locks.lock(Q, "f", "d2", "shared", true), true);
  locks.lock(Q, "f", "d2", "none", false);
  assert.deepEqual([locks.wholes.size, told.take()], [0, []]);
});

test("a waiter that dies is told nothing, and is in nobody's way", () => {
  const told = new Told();
  const locks = new FileLocks(told.send);
  locks.lockRange(P, "f", range("process 2", 0, 10), false);
  assert.equal(locks.lockRange(Q, "f", range("process 3", 0, 10), false, "3:1"), "busy");
  locks.lockRange(Q, "g", range("process 3", 0, 10), false);
  locks.releaseAll(Q);
  locks.dropOwner("process 3");
  assert.equal(locks.lockRange(P, "g", range("process 2", 0, 10), false, "2:1"), "locked");
  locks.lockRange(P, "f", range("process 2", 0, 10), true);
  assert.deepEqual(told.take(), []);
});

test("part of a range is unlocked, and a circle of waits is refused", () => {
  const locks = new FileLocks(new Told().send);
  locks.lockRange(P, "f", range("a", 0, Infinity), false);
  locks.lockRange(P, "f", range("a", 10, 20), true);
  assert.deepEqual(locks.ranges.get("f").map(({from, to}) => [from, to]), [[0, 10], [20, Infinity]]);
  assert.equal(locks.lockRange(Q, "f", range("b", 10, 20), false), "locked");
  assert.equal(locks.lockRange(Q, "f", range("b", 15, 25), false, "3:1"), "busy");
  assert.equal(locks.lockRange(P, "f", range("a", 12, 13), false, "2:1"), "deadlock");
  assert.deepEqual(locks.findRange("f", range("c", 12, 13)), range("b", 10, 20));
});

test("a description that is on its way keeps its locks", () => {
  const locks = new FileLocks(new Told().send);
  locks.lock(P, "f", "d", "exclusive", false);
  locks.hold("d", CARRIED);
  locks.releaseAll(P);
  assert.equal(locks.lock(Q, "f", "e", "shared", false), false);
  locks.release(CARRIED, "d");
  locks.release(CARRIED, "d");
  assert.equal(locks.lock(Q, "f", "e", "shared", false), true);
});

// Addresses, questions

test("others hear which addresses are taken, and that those of a process which ends are free unless others have the socket", () => {
  const heard = [];
  const addresses = new Addresses((pid, message) => heard.push([pid, message.type, message.id ?? message.binding.id]));
  for (const id of ["a", "b"]) addresses.bind(P, {id, port: 80});
  addresses.ended(P, (id) => id === "b");
  addresses.ended(P, () => false);
  assert.deepEqual(heard, [[P, "bound", "a"], [P, "bound", "b"], [P, "unbound", "a"], [P, "unbound", "b"]]);
  assert.deepEqual(addresses.all(), {bindings: [], ports: [80]});
});

test("an address is given to a process that knows of all changes; another one has to look again", () => {
  const heard = [];
  const addresses = new Addresses((pid, message) => heard.push([pid, message.type]));
  const {claim, unbind} = addresses.operations();
  const binding = (id) => ({id, port: 80});
  assert.deepEqual(claim({pid: P}, binding("a"), -1), [false, 0]);
  assert.deepEqual(claim({pid: P}, binding("a"), 0), [true, 1]);
  assert.deepEqual(claim({pid: Q}, binding("b"), 0), [false, 1]);
  assert.deepEqual(heard.splice(0), [[P, "bound"]]);
  unbind({pid: P}, "a");
  assert.deepEqual(claim({pid: Q}, binding("b"), 1), [false, 2]);
  assert.deepEqual(claim({pid: Q}, binding("b"), 2), [true, 3]);
});

test("a question to a process that ends, or that there isn't, is answered with null", () => {
  const told = new Told();
  const inspections = new Inspections(told.send);
  inspections.ask(P, Q, true, 1, "tasks");
  inspections.ask(P, R, false, 2, "tasks");
  inspections.answer(R, P, 1, data); // from somebody else
  inspections.ended(Q);
  inspections.answer(Q, P, 1, data);
  assert.deepEqual(told.take(), [
    [Q, "inspect", {asker: P, number: 1, what: "tasks"}],
    [P, "inspected", {number: 2, answer: null}],
    [P, "inspected", {number: 1, answer: null}],
  ]);
});

// Interpreters

function several() {
  const told = new Told();
  let last = 100;
  const machine = {send: told.send, start: () => (last += 1), departed() {}, hold() {}};
  return {told, interpreters: new Interpreters(machine), main: {pid: P, process: P}};
}

test("an interpreter that dies at work says so to who waits for it, and its descriptors are looked for no more", async () => {
  const {told, interpreters, main} = several();
  const id = interpreters.create(main, {}, false, {descriptors: []});
  const left = interpreters.enter(main, id, data);
  assert.deepEqual(await interpreters.enter(main, id, data), {state: "running"});
  const found = interpreters.findDescriptor(main, 5);
  assert.deepEqual(told.take().map(([pid, type]) => [pid, type]), [[101, "enter"], [101, "wanted"]]);
  interpreters.gone({pid: 101, process: P}, "it failed");
  assert.deepEqual(await left, {state: "lost", reason: "it failed"});
  assert.equal(await found, null);
  assert.deepEqual([await interpreters.enter(main, id, data), await interpreters.destroy(main, id)], [{state: "missing"}, true]);
});

test("an interpreter goes with its last reference, also where its holder ends", async () => {
  const {told, interpreters, main} = several();
  const id = interpreters.create(main, {}, true, {descriptors: []});
  const other = interpreters.create(main, {}, false, {descriptors: []});
  interpreters.hold({pid: 102, process: P}, id, false);
  interpreters.gone({pid: 102, process: P}, "it has ended");
  assert.deepEqual(told.take(), [[101, "end", {}]]);
  assert.deepEqual(interpreters.list(main), [[0, 1]]);
  assert.ok(other);
});
