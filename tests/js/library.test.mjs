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
