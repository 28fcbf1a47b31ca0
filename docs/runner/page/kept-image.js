// @ts-check
/**
 * Keeps images of booted interpreters across pages and visits, so that only the first program ever waits for Python to
 * start: one of Python alone, and one for each set of packages that programs have imported. Cache Storage has their memory;
 * localStorage says of which build each is, and has its digest. Where programs have the site's
 * origin (sandbox.js), they reach the first but not the second, which workers don't have: so none can change what later programs
 * start from. What is missing, half-written, changed or of another build is not used; nothing here is ever an error.
 *
 * @typedef {{build: string, snapshot: Blob, errors: unknown, packages: string[], site: Blob | null, linked: unknown}} KeptImage what process/interpreter.js makes
 */
const CACHE = "interleave-image";
const KEY = "interleave:image";
/** What the entries of the cache are called; nothing is fetched from there. */
const ENTRY = `${location.origin}/interleave-image`;
/** So many with packages are kept; the one that was used last goes last. */
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

/** @param {string} key @returns {any} what is noted of an image */
function noteOf(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // not ours, or no storage
  }
}

/** Lets go of one. @param {string} key */
async function drop(key) {
  try {
    localStorage.removeItem(key);
    await (await caches.open(CACHE)).delete(entryOf(key));
  } catch {
    // Nothing can be kept here.
  }
}

/** Of all that is kept, in bytes. @returns {Promise<number>} */
export async function size() {
  try {
    const kept = await (await caches.open(CACHE)).matchAll();
    return (await Promise.all(kept.map((response) => response.blob()))).reduce((sum, {size}) => sum + size, 0);
  } catch {
    return 0;
  }
}

/** Lets go of all. */
export async function clear() {
  try {
    for (const key of Object.keys(localStorage)) if (key === KEY || key.startsWith(`${KEY} `)) localStorage.removeItem(key);
    await caches.delete(CACHE);
  } catch {
    // Nothing is kept here.
  }
}

/** Whether an earlier page has kept one, as far as is noted. @param {string[]} packages */
export function isKept(packages) {
  return noteOf(keyOf(packages)) !== null;
}

/** @param {string[]} packages @returns {Promise<KeptImage | undefined>} what an earlier page has kept */
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
      return {build: note.build, snapshot: whole.slice(0, note.size), errors: note.errors, packages, site, linked: note.linked};
    }
  } catch {
    // As if there were none.
  }
  await drop(key);
  return undefined;
}

/** Keeps an image for the pages to come. @param {KeptImage} image */
export async function keep({build, snapshot, errors, packages, site, linked}) {
  const key = keyOf(packages);
  try {
    const bytes = await new Blob(site ? [snapshot, site] : [snapshot]).arrayBuffer();
    const digest = await digestOf(bytes);
    // The note comes last: without it, what was half-written doesn't count.
    localStorage.removeItem(key);
    await makeRoom(key);
    await (await caches.open(CACHE)).put(entryOf(key), new Response(bytes));
    localStorage.setItem(key, JSON.stringify({build, digest, errors, linked, size: snapshot.size, used: Date.now()}));
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
