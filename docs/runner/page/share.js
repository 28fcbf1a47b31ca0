// @ts-check
/**
 * Programs in links: `#share=`, a version, a dot, and deflated JSON in base64url. Older links, `#code=` with only the
 * program's text, can still be read.
 *
 * @typedef {import("../shared/clocks.js").Kind} Kind
 * @typedef {{source: string, clock?: Kind, open?: string[], schedule?: number[], jitter?: number, files?: Record<string, string>}} Shared
 *   `open`: panels; `schedule`, `jitter`: the last order shown (../shared/schedules.js); `files`: the modules of the guide that the program imports, by name, as paths below snippets/
 */
import {count, exactly, list, oneOf, optional, text} from "../shared/checks.js";
import {CLOCKS} from "../shared/clocks.js";

const VERSION = "1";
const KEY = "#share=";
const FORMER_KEY = "#code=";

/** The longest program that a link may hold: a link of a few hundred kB can decompress to hundreds of MB. Bytes. */
const MOST = 1_000_000;
/** The longest link that browsers, chat servers and mail programs still accept; characters. */
const LONGEST_LINK = 64_000;
const MOST_FILES = 20;
const MOST_CHOICES = 10_000;

/** @type {import("../shared/checks.js").Check} */
const files = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length <= MOST_FILES &&
  Object.entries(value).every(([name, path]) => /^[a-z]\w*\.py$/.test(name) && typeof path === "string" && /^([a-z]\w*\/)+[a-z]\w*\.py$/.test(path));
/** @type {import("../shared/checks.js").Check} */
const schedule = (value) => list(count)(value) && value.length <= MOST_CHOICES && value.every((/** @type {number} */ each) => each < MOST_CHOICES);
const isShared = exactly({source: text, clock: optional(oneOf(...CLOCKS)), open: optional(list(oneOf("timeline", "orders"))), schedule: optional(schedule), jitter: optional(oneOf(0, 1)), files: optional(files)});

/** The content of a link exceeds MOST. */
class TooLong extends Error {}

/**
 * @param {BlobPart} data @param {CompressionStream | DecompressionStream} stream @returns {Promise<Uint8Array<ArrayBuffer>>}
 * Raises TooLong as soon as the result exceeds the limit
 */
async function through(data, stream) {
  const reader = new Blob([data]).stream().pipeThrough(stream).getReader();
  const pieces = [];
  let size = 0;
  for (;;) {
    const {value} = await reader.read();
    if (!value) break;
    size += value.length;
    if (size > MOST) {
      void reader.cancel();
      throw new TooLong();
    }
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** The URL fragment that holds a program. Throws Error for a program that is too long. @param {Shared} shared */
export async function fragment(shared) {
  const data = new TextEncoder().encode(JSON.stringify(shared));
  const bytes = data.length > MOST ? null : await through(data, new CompressionStream("deflate-raw"));
  const encoded = bytes ? btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) : "";
  if (!bytes || encoded.length > LONGEST_LINK) throw new Error("This program is too long for a link: use Download.");
  return `${KEY}${VERSION}.${encoded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** Reads the program in a fragment; null if there is none. Throws Error if it can't be read. @param {string} hash @returns {Promise<Shared | null>} */
export async function read(hash) {
  if (hash.startsWith(FORMER_KEY)) return {source: await decoded(hash.slice(FORMER_KEY.length))};
  if (!hash.startsWith(KEY)) return null;
  const [, version, encoded] = /^(\d+)\.(.*)$/s.exec(hash.slice(KEY.length)) ?? [];
  if (version && version !== VERSION) throw new Error(`This link has version ${version.slice(0, 10)} of its format, and this page reads version ${VERSION}: reload the page to get the newest one.`);
  if (!version) throw damaged();
  const json = await decoded(encoded);
  let shared;
  try {
    shared = JSON.parse(json);
  } catch (error) {
    throw damaged(error);
  }
  if (!isShared(shared)) throw damaged();
  return shared;
}

/** @param {unknown} [cause] */
const damaged = (cause) => new Error("The program in this link can't be read: the link is incomplete or was changed on its way.", {cause});

/** @param {string} encoded @returns {Promise<string>} */
async function decoded(encoded) {
  try {
    const characters = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", {fatal: true}).decode(await through(bytes, new DecompressionStream("deflate-raw")));
  } catch (error) {
    if (error instanceof TooLong) throw new Error("The program in this link is longer than 1 MB, and was not opened.", {cause: error});
    throw damaged(error);
  }
}
