// Pipes and connections that processes share, what is typed at the terminal, and sockets that several processes have.
import assert from "node:assert/strict";
import test from "node:test";
import {ERR, HUP, IN, OUT, RDHUP} from "../../docs/runner/machine/events.js";
import {Keyboard} from "../../docs/runner/machine/keyboard.js";
import {SharedSockets} from "../../docs/runner/machine/shared-sockets.js";
import {CARRIED, Streams} from "../../docs/runner/machine/streams.js";
import {Told} from "./told.mjs";

const [READER, WRITER, OTHER] = [2, 3, 4];
const bytes = (text) => new TextEncoder().encode(text);
const text = (data) => (data === null ? null : new TextDecoder().decode(data));

/** A pipe or a connection between two processes, whose first events are known. */
function joined(options = {}) {
  const told = new Told();
  const streams = new Streams(told.send);
  streams.join(["r", "w"], [READER, WRITER], {capacity: 10, isPipe: true, ...options});
  told.take();
  return {streams, told, read: (size = 100, peek = false) => streams.read(READER, "r", size, peek)};
}

test("a full pipe is not writable until somebody reads, and who sent is told how much is gone", () => {
  const {streams, told, read} = joined();
  streams.write(WRITER, "w", bytes("0123456789"));
  assert.deepEqual(told.take(), [[READER, "changed", {id: "r", events: IN, consumed: 0}], [WRITER, "changed", {id: "w", events: 0, consumed: 0}]]);
  assert.equal(text(read(4).data), "0123");
  assert.deepEqual(told.take(), [[WRITER, "changed", {id: "w", events: OUT, consumed: 4}]]);
  assert.equal(text(read(100, true).data), "456789");
  assert.equal(text(read().data), "456789");
});

test("who waits for bytes is sent them as they come, once, and no more than it waits for", () => {
  const {streams, told, read} = joined();
  streams.want(READER, "r", 4);
  assert.deepEqual(told.take(), []);
  streams.write(WRITER, "w", bytes("012345"));
  const sent = {id: "r", events: IN, consumed: 0, data: bytes("0123")};
  assert.deepEqual(told.take(), [[WRITER, "changed", {id: "w", events: OUT, consumed: 4}], [READER, "changed", sent]]);
  streams.write(WRITER, "w", bytes("6"));
  assert.equal(text(read().data), "456");
  told.take();
  streams.write(WRITER, "w", bytes("789"));
  told.take();
  streams.want(READER, "r", 2); // what came before it is sent at once
  assert.equal(text(told.take().at(-1)[2].data), "78");
  streams.unread("r", [bytes("78")]);
  assert.equal(text(read().data), "789");
});

test("bytes are sent to nobody who waits where several hold the end, or where descriptors come with them", () => {
  const {streams, told, read} = joined();
  streams.want(READER, "r", 4);
  streams.hold("r", OTHER);
  told.take();
  streams.write(WRITER, "w", bytes("01"));
  assert.ok(told.take().every(([, , {data}]) => data === undefined));
  streams.release(OTHER, "r");
  assert.equal(text(read().data), "01");
  streams.want(READER, "r", 4);
  streams.attach("w", [[1, 1, []]]);
  streams.write(WRITER, "w", bytes("23"));
  assert.ok(told.take().every(([, , {data}]) => data === undefined));
  assert.equal(read().ancillary.length, 1);
});

test("who reads an empty pipe learns whether more may come", () => {
  const {streams, told, read} = joined();
  assert.equal(read().data, null);
  streams.release(WRITER, "w");
  assert.deepEqual(told.take(), [[READER, "changed", {id: "r", events: HUP, consumed: 0}]]);
  assert.equal(text(read().data), "");
});

test("a writer whose reader has gone is told of an error, and what it wrote counts as taken", () => {
  const {streams, told} = joined();
  streams.releaseAll(READER);
  assert.deepEqual(told.take(), [[WRITER, "changed", {id: "w", events: OUT | ERR, consumed: 0}]]);
  streams.write(WRITER, "w", bytes("lost"));
  assert.deepEqual(told.take(), [[WRITER, "changed", {id: "w", events: OUT | ERR, consumed: 4}]]);
});

test("an end goes with its last holder, and closing it once more does nothing", () => {
  const {streams, told} = joined();
  streams.hold("w", OTHER);
  streams.release(WRITER, "w");
  streams.release(WRITER, "w"); // it has it no more
  told.take();
  streams.write(OTHER, "w", bytes("x"));
  assert.deepEqual(told.take(), [[READER, "changed", {id: "r", events: IN, consumed: 0}]]);
  streams.release(OTHER, "w");
  assert.deepEqual(told.take(), [[READER, "changed", {id: "r", events: IN | HUP, consumed: 0}]]);
  streams.release(OTHER, "w");
  streams.shut("w", true, true);
  streams.refresh(OTHER, "w");
  streams.write(OTHER, "w", bytes("x"));
  assert.deepEqual(told.take(), []);
});

test("one reference of two keeps an end", () => {
  const {streams, told} = joined();
  streams.hold("w", WRITER);
  told.take();
  streams.release(WRITER, "w");
  assert.deepEqual(told.take(), []);
  streams.releaseAll(WRITER);
  assert.equal(told.take()[0][2].events, HUP);
});

test("who closes a connection with bytes unread resets it: the other side finds an error once", () => {
  const {streams, told, read} = joined({isPipe: false});
  streams.write(READER, "r", bytes("unread"));
  told.take();
  streams.release(WRITER, "w");
  assert.deepEqual(told.take(), [[READER, "changed", {id: "r", events: IN | OUT | ERR | HUP | RDHUP, consumed: 0}]]);
  assert.deepEqual([read().reset, read().reset], [true, false]);
});

test("after an orderly end that reset is no news for who reads", () => {
  const {streams, told, read} = joined({isPipe: false});
  streams.write(READER, "r", bytes("unread"));
  streams.shut("w", false, true);
  told.take();
  streams.release(WRITER, "w");
  assert.deepEqual(told.take(), [[READER, "changed", {id: "r", events: IN | OUT | HUP | RDHUP, consumed: 0}]]);
  assert.deepEqual([read().reset, text(read().data)], [false, ""]);
});

test("descriptors go with the byte that follows, to whoever reads it", () => {
  const {streams, read} = joined({isPipe: false, isUnix: true});
  streams.join(["a", "b"], [WRITER, WRITER], {capacity: 10, isPipe: true});
  streams.attach("w", [[1, 1, [{end: "a"}]]]);
  streams.write(WRITER, "w", bytes("x"));
  streams.release(WRITER, "a");
  assert.ok(streams.get("a").holders.has(CARRIED));
  assert.deepEqual(read().ancillary, [[1, 1, [{end: "a"}]]]);
  assert.deepEqual([...streams.get("a").holders], [[READER, 1]]);
});

test("descriptors that nobody will receive are closed", () => {
  const {streams, told} = joined({isPipe: false, isUnix: true});
  streams.join(["a", "b"], [WRITER, OTHER], {capacity: 10, isPipe: true});
  for (const written of [true, false]) {
    streams.attach("w", [[1, 1, [{end: "a"}]]]);
    if (written) streams.write(WRITER, "w", bytes("x"));
  }
  streams.release(WRITER, "a");
  told.take();
  streams.releaseAll(READER);
  assert.ok(!streams.ends.has("a"));
  assert.ok(told.take().some(([pid, , {id, events}]) => pid === OTHER && id === "b" && events & ERR));
});

test("an end that there isn't can't be read", () => {
  assert.throws(() => joined().streams.read(READER, "x", 1, false), /^Error: no such end: x$/);
});

test("a terminal gives lines: one at a time, an unfinished one when ^D ends it", () => {
  const {streams} = joined();
  const keyboard = new Keyboard();
  streams.open("terminal", READER, keyboard);
  const line = (size = 100) => text(streams.read(READER, "terminal", size, false).data);
  keyboard.type("one\ntw");
  keyboard.type("o\nthree");
  assert.deepEqual([line(2), line(), line(), line()], ["on", "e\n", "two\n", null]);
  keyboard.end();
  assert.deepEqual([line(), line(), line(), line()], ["three", "", "", null]);
});

/** A listening socket that two processes have. */
function shared() {
  const {streams, told} = joined({isPipe: false});
  const unbound = [];
  const sockets = new SharedSockets(told.send, streams, (binding) => unbound.push(binding));
  sockets.create(READER, "s", "address", []);
  sockets.hold("s", OTHER);
  return {streams, told, sockets, unbound};
}

test("a connection that arrives goes to the first that asks", () => {
  const {streams, told, sockets} = shared();
  streams.join(["near", "far"], [WRITER, CARRIED], {capacity: 10});
  told.take();
  assert.ok(sockets.arrive("address", {end: "far"}));
  assert.deepEqual(told.take().map(([pid, , {events}]) => [pid, events]), [[READER, IN], [OTHER, IN]]);
  assert.deepEqual(sockets.take(OTHER, "s", true), {item: {end: "far"}, more: true});
  assert.deepEqual(sockets.take(OTHER, "s", false), {item: {end: "far"}, more: false});
  assert.deepEqual([...streams.get("far").holders], [[OTHER, 1]]);
  assert.equal(sockets.take(READER, "s", false), null);
});

test("with its last holder the socket goes, its address is free, and who waits is told", () => {
  const {streams, told, sockets, unbound} = shared();
  streams.join(["near", "far"], [WRITER, CARRIED], {capacity: 10});
  sockets.arrive("address", {end: "far"});
  sockets.releaseAll(READER);
  assert.deepEqual(unbound, []);
  told.take();
  sockets.releaseAll(OTHER);
  sockets.releaseAll(OTHER);
  assert.deepEqual(unbound, ["address"]);
  assert.ok(told.take().some(([pid, , {id, events}]) => pid === WRITER && id === "near" && events & RDHUP));
  assert.equal(sockets.arrive("address", {end: "far"}), false);
});

test("datagrams beyond what a buffer holds are lost", () => {
  const {sockets} = shared();
  for (let number = 0; number < 1200; number++) assert.ok(sockets.arrive("address", {data: bytes("x")}));
  assert.equal(sockets.byId.get("s").queue.length, 1000);
});
