// @ts-check
/** Programs in links: `#code=` and the text, deflated, in base64url. */

const KEY = "#code=";

/** @param {BlobPart} data @param {CompressionStream | DecompressionStream} stream */
const through = (data, stream) => new Response(new Blob([data]).stream().pipeThrough(stream)).arrayBuffer();

/** The link to this page with a program in it. @param {string} source */
export async function link(source) {
  const bytes = new Uint8Array(await through(source, new CompressionStream("deflate-raw")));
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
    throw new Error("The program in this link can't be read: the link is incomplete or was changed on its way.", {cause: error});
  }
}
