// The zip whose sources come later than what Python starts from.
import assert from "node:assert/strict";
import test from "node:test";
import {Library, takeSources} from "../../docs/runner/process/library.js";

const ZIP = "/lib/python314.zip";
const parts = () => ({library: new Blob(["end"]), sources: null, sourcesSize: 5});

/** A file system with the zip in it, as Emscripten has it. */
async function fileSystem(library) {
  const node = {contents: new Uint8Array(await library.content().arrayBuffer())};
  const FS = {
    read: ({node: {contents}, position: own}, buffer, offset, length, position = own) => {
      buffer.set(contents.subarray(position, position + length), offset);
      return length;
    },
    lookupPath: (path) => path === ZIP && {node},
    ErrnoError: class extends Error {
      constructor(errno) {
        super(`errno ${errno}`);
      }
    },
  };
  library.guard(FS);
  const read = (path, position, length) => {
    const buffer = new Uint8Array(length);
    FS.read({path, node, position}, buffer, 0, length);
    return new TextDecoder().decode(buffer);
  };
  return {FS, node, read};
}

test("what is there is read, other files are left alone, and a read of what isn't there yet means another start", async () => {
  const early = parts();
  const library = new Library(early);
  const {read} = await fileSystem(library);
  assert.equal(read(ZIP, 5, 3), "end");
  assert.equal(read("/other", 0, 1), "\0");
  assert.equal(await library.started(Promise.resolve("Python")), "Python");
  assert.throws(() => read(ZIP, 4, 1), /errno 29/);
  let ended = false;
  const started = library.started(Promise.resolve("Python")).finally(() => (ended = true));
  started.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(!ended, "the next start would be too early as well");
  takeSources(new Blob(["front"]));
  await assert.rejects(started, /had not arrived/);
  const next = new Library(early);
  assert.equal((await fileSystem(next)).read(ZIP, 0, 8), "frontend");
});

test("the sources are put in place, in the same buffer, and nothing is guarded any more", async () => {
  const library = new Library(parts());
  const {FS, node, read} = await fileSystem(library);
  const guarded = FS.read;
  const {contents} = node;
  takeSources(new Blob(["front"]));
  await library.complete(FS);
  assert.equal(read(ZIP, 0, 8), "frontend");
  assert.ok(node.contents === contents && FS.read !== guarded);
});

test("a zip that is put off is read once, and has its size before", () => {
  const read = [];
  globalThis.FileReaderSync = class {
    readAsArrayBuffer(blob) {
      read.push(blob.size);
      return new TextEncoder().encode("frontend").buffer;
    }
  };
  const library = new Library({library: new Blob(["end"]), sources: new Blob(["front"]), sourcesSize: 5});
  const node = {contents: new Uint8Array(), usedBytes: 0};
  library.defer({lookupPath: (path) => path === ZIP && {node}});
  assert.deepEqual([node.usedBytes, read], [8, []]);
  assert.equal(new TextDecoder().decode(node.contents), "frontend");
  assert.equal(node.contents, node.contents);
  assert.deepEqual(read, [8]);
  node.contents = new Uint8Array(3);
  assert.equal(node.contents.length, 3);
  library.defer({lookupPath: () => ({node})});
  node.contents = new Uint8Array(2); // written before it was read
  assert.deepEqual([node.contents.length, read], [2, [8]]);
  delete globalThis.FileReaderSync;
});
