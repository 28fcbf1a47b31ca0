/** The memory of an image is what it was, wherever its zeros are. */
import assert from "node:assert/strict";
import test from "node:test";
import {header, pack, unpack} from "../../docs/runner/process/image-memory.js";

const PAGE = 65536;
const HEADER = 320;

/** A snapshot as Pyodide makes it, of a memory with these pages; null: zeros. @param {(number | null)[]} pages */
function snapshotOf(pages) {
  const snapshot = new Uint8Array(HEADER + pages.length * PAGE);
  snapshot.fill(7, 0, HEADER);
  new DataView(snapshot.buffer).setUint32(4, HEADER, true);
  for (const [index, value] of pages.entries()) if (value !== null) snapshot[HEADER + index * PAGE + value] = 1 + (value % 255);
  return snapshot;
}

const LAST = PAGE - 1;
for (const [name, pages] of Object.entries({
  "nothing but zeros": [null, null],
  "no zeros": [0, LAST],
  "zeros at the beginning and the end": [null, 5, null],
  "zeros between": [0, null, null, LAST, null, 3],
  "no memory": [],
})) {
  test(name, async () => {
    const snapshot = snapshotOf(pages);
    const {snapshot: blob, layout} = pack(snapshot);
    const packed = new Uint8Array(await blob.arrayBuffer());
    assert.equal(layout.size, pages.length * PAGE);
    assert.equal(packed.length, HEADER + pages.filter((page) => page !== null).length * PAGE);
    assert.deepEqual(header(packed), snapshot.subarray(0, HEADER));
    for (const used of [0, PAGE, 10, layout.size]) {
      // What an interpreter has written as it started.
      const heap = new Uint8Array(layout.size);
      heap.fill(9, 0, used);
      unpack(heap, packed, layout, Math.min(used, layout.size));
      assert.deepEqual(Buffer.from(heap), Buffer.from(snapshot.subarray(HEADER)));
    }
  });
}

test("neighbouring pages are one piece", () => {
  assert.deepEqual(pack(snapshotOf([1, 2, null, 3])).layout.pieces, [[0, 2 * PAGE], [3 * PAGE, PAGE]]);
});
