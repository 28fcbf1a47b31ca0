// @ts-check
/**
 * Keeps images of booted interpreters across pages and visits, so that only the very first program waits for Python to
 * start: one of Python alone, and one for each set of packages that programs have imported. Cache Storage holds their memory;
 * localStorage notes the build and the digest of each. Where programs have the site's origin (sandbox.js), they can reach
 * Cache Storage but not localStorage, which workers lack, so no program can change what later programs start from. An image
 * that is missing, half-written, changed or of another build is ignored; nothing here ever raises an error.
 *
 * @typedef {{build: string, snapshot: Blob, layout: unknown, errors: unknown, packages: string[], site: Blob | null, linked: unknown}} KeptImage made by process/interpreter.js
 */
const CACHE = "interleave-image";
const KEY = "interleave:image";
/** The prefix of the cache's keys; nothing is fetched from this address. */
const ENTRY = `${location.origin}/interleave-image`;
/** How many images with packages are kept; the least recently used is evicted first. */
const MOST = 3;

/** @param {string[]} packages */
const keyOf = (packages) => [KEY, ...packages].join(" ");
/** @param {string} key */
const entryOf = (key) => ENTRY + key.slice(KEY.length).replaceAll(" ", "/");

/** @param {ArrayBuffer} bytes */
async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} key @returns {any} the note about an image */
function noteOf(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // not written by this site, or no storage
  }
}

/** Deletes an image. @param {string} key */
async function drop(key) {
  try {
    localStorage.removeItem(key);
    await (await caches.open(CACHE)).delete(entryOf(key));
  } catch {
    // This browser can't keep anything.
  }
}

/** The total size of the images, in bytes. @returns {Promise<number>} */
export async function size() {
  try {
    const kept = await (await caches.open(CACHE)).matchAll();
    return (await Promise.all(kept.map((response) => response.blob()))).reduce((sum, {size}) => sum + size, 0);
  } catch {
    return 0;
  }
}

/** Deletes all images. */
export async function clear() {
  try {
    for (const key of Object.keys(localStorage)) if (key === KEY || key.startsWith(`${KEY} `)) localStorage.removeItem(key);
    await caches.delete(CACHE);
  } catch {
    // Nothing is kept here.
  }
}

/** Whether an earlier page noted an image with these packages. @param {string[]} packages */
export function isKept(packages) {
  return noteOf(keyOf(packages)) !== null;
}

/** @param {string[]} packages @returns {Promise<KeptImage | undefined>} the image that an earlier page kept */
export async function read(packages) {
  const key = keyOf(packages);
  const note = noteOf(key);
  if (!note) return undefined;
  try {
    const bytes = await (await (await caches.open(CACHE)).match(entryOf(key)))?.arrayBuffer();
    if (bytes && (await digestOf(bytes)) === note.digest) {
      localStorage.setItem(key, JSON.stringify({...note, used: Date.now()}));
      const whole = new Blob([bytes]);
      const site = note.size < whole.size ? whole.slice(note.size) : null;
      return {build: note.build, snapshot: whole.slice(0, note.size), layout: note.layout, errors: note.errors, packages, site, linked: note.linked};
    }
  } catch {
    // Treated as missing.
  }
  await drop(key);
  return undefined;
}

/** Keeps an image for later pages. @param {KeptImage} image */
export async function keep({build, snapshot, layout, errors, packages, site, linked}) {
  const key = keyOf(packages);
  try {
    const bytes = await new Blob(site ? [snapshot, site] : [snapshot]).arrayBuffer();
    const digest = await digestOf(bytes);
    // The note is written last: an image without a note doesn't count.
    localStorage.removeItem(key);
    await makeRoom(key);
    await (await caches.open(CACHE)).put(entryOf(key), new Response(bytes));
    localStorage.setItem(key, JSON.stringify({build, digest, layout, errors, linked, size: snapshot.size, used: Date.now()}));
  } catch {
    await drop(key); // no room, or a private window
  }
}

/** @param {string} key of one more */
async function makeRoom(key) {
  const others = Object.keys(localStorage).filter((other) => other.startsWith(`${KEY} `) && other !== key);
  others.sort((one, other) => noteOf(other)?.used - noteOf(one)?.used);
  for (const old of others.slice(key === KEY ? MOST : MOST - 1)) await drop(old);
}
