// @ts-check
/**
 * Downloads the site's own files. A download that fails, is cut short or stalls raises LoadError, whose message is for readers. The scripts
 * that a page loads at once use only this; a Loader (loading.js) downloads several files together.
 */

/**
 * A download stalls if no byte of any file arrives for this long; a slow network may take as long as it needs.
 * `data-stalled-after` on the page's `<html>`, in seconds, overrides the limit. Milliseconds.
 */
const STALLED_AFTER = 20_000;

const SITE = new URL("../..", import.meta.url).href;
/** URLs that failed to load: the browser's cache may hold a broken response. @type {Set<string>} */
const suspects = new Set();

/** How long the network may be silent; milliseconds. */
export function patience() {
  const seconds = Number(document.documentElement.dataset.stalledAfter);
  return seconds > 0 ? seconds * 1000 : STALLED_AFTER;
}

/** A file of this site could not be loaded. */
export class LoadError extends Error {
  /** @param {string} url @param {string} reason */
  constructor(url, reason) {
    super(`${url.startsWith(SITE) ? url.slice(SITE.length) : url} could not be loaded: ${reason}`);
    this.url = url;
  }
}

/** @param {string} url @param {number} after how long nothing arrived; milliseconds @param {string} soFar */
export const stalled = (url, after, soFar) => new LoadError(url, `nothing arrived for ${Math.max(1, Math.round(after / 1000))} s, ${soFar}`);

/** How far a download is whose size isn't known. @param {number} received bytes */
export const reached = (received) => (received ? "in the middle of the file" : "at its beginning");

/**
 * Downloads a file piece by piece. Raises LoadError: the signal's reason, if the signal aborts it.
 * @param {string} url @param {AbortSignal} signal
 * @param {{begin?(response: Response): void, take(piece: Uint8Array<ArrayBuffer>): void, end?(): void, soFar(): string}} taker
 *   `end` is called once all has arrived, and may raise LoadError; `soFar`: how far the download is, in words
 */
export async function receive(url, signal, taker) {
  try {
    await transfer(url, signal, taker);
  } catch (error) {
    const failure = signal.aborted ? signal.reason : error;
    suspects.add(failure.url);
    throw failure;
  }
}

/** @param {string} url @param {AbortSignal} signal @param {Parameters<typeof receive>[2]} taker */
async function transfer(url, signal, {begin, take, end, soFar}) {
  /** @type {Response} */
  let response;
  try {
    // After a failure the browser's cache may hold what is broken, or files of two versions of the site.
    response = await fetch(url, {signal, cache: suspects.has(url) ? "reload" : suspects.size ? "no-cache" : "default"});
  } catch {
    throw new LoadError(url, navigator.onLine === false ? "this device is offline" : "the server can't be reached");
  }
  if (!response.ok) throw new LoadError(url, `the server answers ${response.status}${response.statusText && ` (${response.statusText})`}`);
  begin?.(response);
  try {
    const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
    for (;;) {
      const {value} = await reader.read();
      if (!value) break;
      take(value);
    }
  } catch {
    throw new LoadError(url, `the connection broke ${soFar()}`);
  }
  end?.();
}

/** Downloads a single file as text. Raises LoadError. @param {string} url */
export async function text(url) {
  const controller = new AbortController();
  const limit = patience();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const soFar = () => reached(pieces.length);
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(stalled(url, limit, soFar())), limit);
  };
  watch();
  try {
    await receive(url, controller.signal, {
      take: (piece) => {
        pieces.push(piece);
        watch();
      },
      soFar,
    });
    return new Blob(pieces).text();
  } finally {
    clearTimeout(timer);
  }
}
