// What a new process gets of the machine's files: what a spawn posts does not grow with the bytes of files. Whose turn it is to change names.
import assert from "node:assert/strict";
import test from "node:test";
import {Files} from "../../docs/runner/machine/files.js";
import {Names} from "../../docs/runner/machine/names.js";

const file = (path, size, byte = 1) => ({path, kind: "file", id: path, mode: 0o644, mtime: 0, data: new Uint8Array(size).fill(byte)});
const blobs = (records) => new Set(records.flatMap(({data}) => (data instanceof Blob ? [data] : [])));
const copied = (records) => records.reduce((sum, {data}) => sum + (data instanceof Uint8Array ? data.buffer.byteLength : 0), 0);
const read = async ({data, part}) => {
  if (data instanceof Uint8Array) return data;
  return new Uint8Array(await (part ? data.slice(...part) : data).arrayBuffer());
};

function some() {
  const files = new Files();
  files.change([file("/large", 1_000_000), file("/tiny", 10), ...Array.from({length: 100}, (_, number) => file(`/${number}`, 30_000, number))]);
  return files;
}

test("a second spawn copies and makes nothing of files that did not change", () => {
  const files = some();
  const first = files.all();
  const second = files.all();
  assert.equal(copied(first), 10);
  assert.equal(copied(second), 10);
  assert.equal(blobs(first).size, 2);
  assert.deepEqual(blobs(second), blobs(first));
});

test("each file is read from its part", async () => {
  for (const record of some().all()) {
    const bytes = await read(record);
    const number = Number(record.path.slice(1));
    assert.ok(bytes.every((byte) => byte === (Number.isNaN(number) ? 1 : number)), record.path);
    assert.equal(bytes.length, {"/large": 1_000_000, "/tiny": 10}[record.path] ?? 30_000);
  }
});

test("what was written since is in a new blob, the rest in the former", async () => {
  const files = some();
  const former = blobs(files.all());
  files.change([{path: "/7", kind: "parts", id: "/7", mode: 0o644, mtime: 1, size: 30_000, cut: Infinity, parts: [{at: 0, data: new Uint8Array([9]), appends: false}]}]);
  const records = files.all();
  const made = [...blobs(records)].filter((blob) => !former.has(blob));
  assert.deepEqual(made.map(({size}) => size), [30_000]);
  const bytes = await read(records.find(({path}) => path === "/7"));
  assert.deepEqual([...bytes.subarray(0, 2)], [9, 7]);
});

test("packs that are mostly out of date are given up", () => {
  const files = some();
  for (let round = 0; round < 20; round++) {
    files.all();
    files.change(Array.from({length: 99}, (_, number) => file(`/${number}`, 30_000, round)));
  }
  const held = [...blobs(files.all())].reduce((sum, {size}) => sum + size, 0);
  assert.ok(held < 1_000_000 + 3 * 3_000_000, String(held));
});

/** Processes that ask for the turn to change names; `begun` notes who has had it. */
function turns() {
  const names = new Names();
  const begun = [];
  const take = (pid) => names.take(pid).then(() => begun.push(pid));
  return {names, begun, take, settled: () => new Promise((resolve) => setTimeout(resolve))};
}

test("one process at a time changes names, in the order in which they ask", async () => {
  const {names, begun, take, settled} = turns();
  for (const pid of [2, 3, 4]) take(pid);
  await settled();
  assert.deepEqual(begun, [2]);
  names.pass(3); // which doesn't have the turn
  names.pass(2);
  take(2);
  await settled();
  assert.deepEqual(begun, [2, 3]);
  for (const pid of [3, 4, 2, 2]) names.pass(pid);
  await settled();
  assert.deepEqual(begun, [2, 3, 4, 2]);
  take(5);
  await settled();
  assert.deepEqual(begun, [2, 3, 4, 2, 5]);
});

test("a process that ends passes its turn on, and is not waited for", async () => {
  const {names, begun, take, settled} = turns();
  for (const pid of [2, 3, 4]) take(pid);
  names.leave(3);
  names.leave(5);
  await settled();
  assert.deepEqual(begun, [2]);
  names.leave(2);
  await settled();
  assert.deepEqual(begun, [2, 4]);
  names.leave(4);
  take(6);
  await settled();
  assert.deepEqual(begun, [2, 4, 6]);
});
