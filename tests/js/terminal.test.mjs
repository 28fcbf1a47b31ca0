// The terminal's line discipline, on the cases that its Python half has to pass too.
import assert from "node:assert/strict";
import {readFile} from "node:fs/promises";
import test from "node:test";

import {Terminal} from "../../docs/runner/page/terminal.js";

const cases = JSON.parse(await readFile(new URL("../terminal_cases.json", import.meta.url), "utf8"));

/** What stands on the screen: rows of [stream, style, text]. */
function shown(chunks) {
  const terminal = new Terminal();
  for (const [stream, text] of chunks) terminal.write(stream, text);
  return terminal.rows.map((row) => row.runs().map(({stream, style, text}) => [stream, style ?? {}, text]));
}

/** A case's rows: a text alone is one plain run of standard output. */
const expected = (rows) => rows.map((row) => (typeof row === "string" ? (row ? [["stdout", {}, row]] : []) : row));

for (const [name, {chunks, rows}] of Object.entries(cases)) {
  test(name, () => assert.deepEqual(shown(chunks), expected(rows)));
  test(`${name}, one character at a time`, () => {
    const single = chunks.flatMap(([stream, text]) => Array.from(text, (character) => [stream, character]));
    assert.deepEqual(shown(single), expected(rows));
  });
}

test("what has left the screen is released, once, and no sequence reaches it", () => {
  const terminal = new Terminal();
  for (let line = 0; line < 100; line += 1) terminal.write("stdout", `${line}\n`);
  const gone = terminal.release().map((row) => row.text);
  assert.deepEqual([gone.length, gone[0], gone.at(-1)], [77, "0", "76"]);
  terminal.write("stdout", "\x1b[999A\rfirst on the screen");
  assert.equal(terminal.rows[0].text, "first on the screen");
  assert.deepEqual(terminal.release(), []);
});

test("a move far beyond the screen costs nothing", () => {
  const terminal = new Terminal();
  terminal.write("stdout", "\x1b[999999999C\x1b[999999999Bx\x1b[999999999@\x1b[999999999;999999999Hy");
  assert.ok(terminal.rows.length <= 24);
  assert.ok(terminal.rows.every((row) => row.cells.length <= 81));
});
