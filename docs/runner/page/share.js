// @ts-check
/** Programs in links: `#code=` and the text, deflated, in base64url. */

const KEY = "#code=";

/** No program is longer; a link of a few hundred kB can hold hundreds of MB. Bytes. */
const MOST = 1_000_000;

/** A program, or a link's, is longer than MOST. */
class TooLong extends Error {}

/**
 * @param {BlobPart} data @param {CompressionStream | DecompressionStream} stream @returns {Promise<Uint8Array<ArrayBuffer>>}
 * Raises TooLong as soon as there is too much
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

/** The link to this page with a program in it. Throws Error for one that is too long. @param {string} source */
export async function link(source) {
  const data = new TextEncoder().encode(source);
  if (data.length > MOST) throw new Error("This program is longer than 1 MB, which is too long for a link: use Download.");
  const bytes = await through(data, new CompressionStream("deflate-raw"));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return location.href.split("#")[0] + KEY + text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The program in this page's address, null if there is none. Throws Error if it can't be read. */
export async function read() {
  if (!location.hash.startsWith(KEY)) return null;
  try {
    const text = atob(location.hash.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", {fatal: true}).decode(await through(bytes, new DecompressionStream("deflate-raw")));
  } catch (error) {
    if (error instanceof TooLong) throw new Error("The program in this link is longer than 1 MB, and was not opened.", {cause: error});
    throw new Error("The program in this link can't be read: the link is incomplete or was changed on its way.", {cause: error});
  }
}
