// Links that hold programs: what is damaged, hostile or too long is refused with a message, and before it fills the memory.
import assert from "node:assert/strict";
import test from "node:test";
import {deflateRawSync} from "node:zlib";

const {fragment, read} = await import("../../docs/runner/page/share.js");

const deflated = (data) => deflateRawSync(Buffer.from(data)).toString("base64url");
const encoded = (json) => `#share=1.${deflated(json)}`;
const whole = await fragment({source: "print('whole')\n".repeat(100)});
const random = Buffer.from(Array.from({length: 300}, (_, index) => (index * 7919) % 251)).toString("base64url");

const DAMAGED = /incomplete or was changed/;
const OTHER_VERSION = /This link has version \w+ of its format, and this page reads version 1/;
const TOO_LONG = /is longer than 1 MB, and was not opened/;

/** What arrives, and what is said of it. */
const MALFORMED = {
  "nothing after the key": ["#share=", DAMAGED],
  "no version": ["#share=abcdef", DAMAGED],
  "a version without contents": ["#share=1.", DAMAGED],
  "a newer version": ["#share=2.AAAA", OTHER_VERSION],
  "a version of many digits": [`#share=${"9".repeat(5000)}.AAAA`, OTHER_VERSION],
  "cut at its end": [whole.slice(0, -10), DAMAGED],
  "cut in its first bytes": [whole.slice(0, 12), DAMAGED],
  "characters that are not base64": [`${whole.slice(0, 14)}!!${whole.slice(16)}`, DAMAGED],
  "percent signs": ["#share=1.%%%", DAMAGED],
  "a link in a link": [whole + whole, DAMAGED],
  "bytes that were never deflated": [`#share=1.${random}`, DAMAGED],
  "bytes after the end": [`#share=1.${Buffer.concat([deflateRawSync('{"source": ""}'), Buffer.from("more")]).toString("base64url")}`, DAMAGED],
  "no UTF-8": [`#share=1.${deflateRawSync(Buffer.from([0x22, 0xff, 0xfe, 0x22])).toString("base64url")}`, DAMAGED],
  "no JSON": [encoded("print(1)"), DAMAGED],
  "JSON without a program": [encoded('{"clock": "instant"}'), DAMAGED],
  "null": [encoded("null"), DAMAGED],
  "a list": [encoded('["print(1)"]'), DAMAGED],
  "a program that is a number": [encoded('{"source": 1}'), DAMAGED],
  "a clock that there isn't": [encoded('{"source": "", "clock": "stopped"}'), DAMAGED],
  "a panel that there isn't": [encoded('{"source": "", "open": ["terminal"]}'), DAMAGED],
  "a key that there isn't": [encoded('{"source": "", "run": true}'), DAMAGED],
  "a prototype": [encoded('{"source": "", "__proto__": {"clock": "instant"}}'), DAMAGED],
  "a name of Object's": [encoded('{"source": "", "constructor": {}, "toString": 1}'), DAMAGED],
  "a file of another site": [encoded('{"source": "", "files": {"a.py": "https://elsewhere.invalid/a.py"}}'), DAMAGED],
  "a file above the programs": [encoded('{"source": "", "files": {"a.py": "../runner/a.py"}}'), DAMAGED],
  "a file with a path for a name": [encoded('{"source": "", "files": {"../a.py": "recipes/retry.py"}}'), DAMAGED],
  "very many files": [encoded(JSON.stringify({source: "", files: Object.fromEntries(Array.from({length: 500}, (_, i) => [`m${i}.py`, "recipes/retry.py"]))})), DAMAGED],
  "JSON of endless depth": [encoded("[".repeat(900_000)), DAMAGED],
  "200 MB of a former link": [`#code=${deflated(Buffer.alloc(200_000_000, "x"))}`, TOO_LONG],
  "200 MB of text": [encoded(Buffer.alloc(200_000_000, "x")), TOO_LONG],
  "a former link that was cut": ["#code=AAAA", DAMAGED],
};

for (const [name, [hash, message]] of Object.entries(MALFORMED)) {
  test(`refused: ${name}`, async () => {
    const before = process.memoryUsage().arrayBuffers;
    await assert.rejects(read(hash), (error) => message.test(error.message) && error.message.length < 300);
    assert.ok(process.memoryUsage().arrayBuffers - before < 50_000_000);
    assert.equal({}.clock, undefined);
  });
}

test("a link brings the program, its clock, its panels and its modules", async () => {
  const full = {source: "import retry\n", clock: 0.25, open: ["timeline"], files: {"retry.py": "recipes/retry.py"}};
  const hash = await fragment(full);
  assert.match(hash, /^#share=1\.[\w-]+$/);
  assert.deepEqual(await read(hash), full);
});

test("any text comes as it was", async () => {
  for (const source of ["", "print('ä ✓ 🐍')\r\n\0", '"""<script>alert(1)</script>"""\n', "</py-snippet>", "x = 1\n".repeat(20_000)]) {
    assert.deepEqual(await read(await fragment({source})), {source});
  }
});

test("links of before are read", async () => {
  assert.deepEqual(await read(`#code=${deflated("print('ä')\n")}`), {source: "print('ä')\n"});
});

test("other fragments are not links", async () => {
  for (const hash of ["", "#", "#playground", "#seed_two_tasks.py"]) assert.equal(await read(hash), null);
});

test("a program that no link can hold gets none", async () => {
  const dense = Array.from({length: 30_000}, (_, index) => String.fromCharCode(0x4e00 + ((index * 7919) % 20_000))).join("");
  for (const source of ["x".repeat(1_000_001), dense]) await assert.rejects(fragment({source}), /too long for a link: use Download/);
});
