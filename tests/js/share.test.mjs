// Links that hold programs: what is too long is refused before it fills the memory.
import assert from "node:assert/strict";
import test from "node:test";
import {deflateRawSync} from "node:zlib";

globalThis.location = {href: "https://guide.dev/playground/#old", hash: ""};
const {link, read} = await import("../../docs/runner/page/share.js");

test("a link brings the program", async () => {
  for (const source of ["", "print('ä ✓ 🐍')\n", "x = 1\n".repeat(20_000)]) {
    location.hash = new URL(await link(source)).hash;
    assert.equal(await read(), source);
  }
});

test("a link of 272 kB that would be 200 MB is refused, early", async () => {
  location.hash = `#code=${deflateRawSync(Buffer.alloc(200_000_000, "x")).toString("base64url")}`;
  assert.ok(location.hash.length > 200_000);
  const before = process.memoryUsage();
  await assert.rejects(read(), /is longer than 1 MB, and was not opened/);
  const after = process.memoryUsage();
  assert.ok(after.arrayBuffers - before.arrayBuffers < 50_000_000);
});

test("a program of more than a megabyte gets no link", async () => {
  await assert.rejects(link("x".repeat(1_000_001)), /too long for a link: use Download/);
});

test("a link that was cut or changed is told", async () => {
  const {hash} = new URL(await link("print('whole')\n".repeat(100)));
  for (const broken of [hash.slice(0, -10), `${hash.slice(0, 12)}!!${hash.slice(14)}`, "#code=AAAA"]) {
    location.hash = broken;
    await assert.rejects(read(), /incomplete or was changed/);
  }
});
