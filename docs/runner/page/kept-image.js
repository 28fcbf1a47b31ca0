// @ts-check
/**
 * Keeps the image of a booted interpreter across pages and visits, so that only the first program ever waits for Python to
 * start. Cache Storage has its memory; localStorage says of which build it is, and has its digest. Where programs have the site's
 * origin (sandbox.js), they reach the first but not the second, which workers don't have: so none can change what later programs
 * start from. What is missing, half-written, changed or of another build is not used; nothing here is ever an error.
 *
 * @typedef {{build: string, snapshot: Blob, errors: unknown}} KeptImage what process/interpreter.js makes, without the files
 */
const CACHE = "interleave-image";
const KEY = "interleave:image";
/** What the entry of the cache is called; nothing is fetched from there. */
const ENTRY = `${location.origin}/interleave-image`;

/** @param {ArrayBuffer} bytes */
async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lets go of what is kept. */
export async function drop() {
  try {
    localStorage.removeItem(KEY);
    await caches.delete(CACHE);
  } catch {
    // Nothing can be kept here.
  }
}

/** Of what is kept, in bytes. @returns {Promise<number>} */
export async function size() {
  try {
    return (await (await (await caches.open(CACHE)).match(ENTRY))?.blob())?.size ?? 0;
  } catch {
    return 0;
  }
}

/** @returns {Promise<KeptImage | undefined>} what an earlier page has kept */
export async function read() {
  try {
    const note = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (!note) return undefined;
    const bytes = await (await (await caches.open(CACHE)).match(ENTRY))?.arrayBuffer();
    if (bytes && (await digestOf(bytes)) === note.digest) return {build: note.build, snapshot: new Blob([bytes]), errors: note.errors};
  } catch {
    // As if there were none.
  }
  await drop();
  return undefined;
}

/** Keeps an image for the pages to come. @param {KeptImage} image */
export async function keep({build, snapshot, errors}) {
  try {
    const bytes = await snapshot.arrayBuffer();
    const digest = await digestOf(bytes);
    // The note comes last: without it, what was half-written doesn't count.
    localStorage.removeItem(KEY);
    await (await caches.open(CACHE)).put(ENTRY, new Response(bytes));
    localStorage.setItem(KEY, JSON.stringify({build, digest, errors}));
  } catch {
    await drop(); // no room, or a private window
  }
}
