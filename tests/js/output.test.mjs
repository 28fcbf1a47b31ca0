// What a process writes at its descriptors 1 and 2 reaches the page whole, however it is cut into writes.
import assert from "node:assert/strict";
import {test} from "node:test";

import {Output} from "../../docs/runner/process/output.js";
import {OutputBound} from "../../docs/runner/shared/output-bound.js";

const bytes = (...numbers) => Uint8Array.from(numbers);

/** An output, and what of it is on the page. */
function make() {
  const shown = [];
  const written = [];
  const output = new Output((chunks) => shown.push(...chunks.map(({stream, text}) => `${stream}: ${text}`)), (end, data) => written.push([end, ...data]));
  return {output, shown, written, stdout: output.device("stdout"), stderr: output.device("stderr")};
}

test("a character that comes in pieces is shown once it is whole", () => {
  const {output, shown, stdout} = make();
  assert.equal(stdout.write(bytes(0xe2, 0x82)), 2);
  assert.deepEqual(shown, []);
  output.show(); // the program waits for input
  assert.deepEqual(shown, []);
  stdout.write(bytes(0xac));
  assert.deepEqual(shown, ["stdout: €"]);
  output.end();
  assert.deepEqual(shown, ["stdout: €"]);
});

test("what is left of a character at the end is shown as U+FFFD, of each stream", () => {
  const {output, shown, stdout, stderr} = make();
  stdout.write(bytes(0x61, 0xe2, 0x82));
  stderr.write(bytes(0xf0, 0x9f));
  output.end();
  assert.deepEqual(shown, ["stdout: a", "stdout: \ufffd", "stderr: \ufffd"]);
});

test("a stream that is the other one's too shares its characters; a pipe gets the bytes as they are", () => {
  const {output, shown, written, stdout, stderr} = make();
  output.targets.stderr = {terminal: "stdout"};
  stdout.write(bytes(0xc3));
  stderr.write(bytes(0xa4));
  assert.deepEqual(shown, ["stdout: ä"]);
  stdout.write(bytes(0xe2));
  output.targets.stdout = {end: "1:1"};
  stdout.write(bytes(0x82, 0xac));
  output.end();
  assert.deepEqual(written, [["1:1", 0x82, 0xac]]);
  assert.deepEqual(shown, ["stdout: ä", "stdout: \ufffd"]);
});

test("a byte order mark is output", () => {
  const {shown, stdout} = make();
  stdout.write(bytes(0xef, 0xbb, 0xbf, 0x61));
  assert.deepEqual(shown, ["stdout: \ufeffa"]);
});

test("what is cut out of a long output tears no character apart, and stays in order", () => {
  for (let head = 1; head < 6; head++) {
    for (let tail = 1; tail < 6; tail++) {
      let text = "";
      const bound = new OutputBound((chunk) => (text += chunk.text), {head, tail});
      for (const part of ["a😀", "😀b", "c", "😀😀", "d😀😀e"]) bound.write({stream: "stdout", text: part});
      bound.end();
      assert.ok(text.isWellFormed(), text);
      assert.ok(text.startsWith("a") && text.endsWith("e"), text);
    }
  }
});
