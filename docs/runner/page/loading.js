// @ts-check
/**
 * Loads the runner's own files. A download that fails, is cut short or stalls raises LoadError, whose message is for readers.
 *
 * @typedef {{loaded: number, total: number}} Progress bytes as transferred over the network
 * @typedef {(piece: Uint8Array<ArrayBuffer>) => void} Taker gets a file piece by piece, and may transfer the pieces
 */

/**
 * A download stalls if no byte of any file arrives for this long; a slow network may take as long as it needs.
 * `data-stalled-after` on the page's `<html>`, in seconds, overrides the limit. Milliseconds.
 */
const STALLED_AFTER = 20_000;
/** The interval between progress reports; milliseconds. */
const TELL_EVERY = 100;

const SITE = new URL("../..", import.meta.url).href;
/** URLs that failed to load: the browser's cache may hold a broken response. @type {Set<string>} */
const suspects = new Set();

/** How long the network may be silent; milliseconds. */
export function patience() {
  const seconds = Number(document.documentElement.dataset.stalledAfter);
  return seconds > 0 ? seconds * 1000 : STALLED_AFTER;
}

/** @param {number} bytes */
export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** A file of this site could not be loaded. */
export class LoadError extends Error {
  /** @param {string} url @param {string} reason */
  constructor(url, reason) {
    super(`${url.startsWith(SITE) ? url.slice(SITE.length) : url} could not be loaded: ${reason}`);
    this.url = url;
  }
}

/** A download in progress. */
class Transfer {
  /** @param {string} url @param {number | undefined} size */
  constructor(url, size) {
    this.url = url;
    this.size = size;
    /** Bytes to transfer over the network; null until the server has answered. @type {number | null} */
    this.length = null;
    this.received = 0;
  }

  /** @param {Response} response */
  begin({headers}) {
    const stated = Number(headers.get("content-length"));
    this.length = headers.has("content-encoding") && stated ? stated : (this.size ?? stated);
  }

  /** An estimate in transferred bytes: `received` counts decoded ones. */
  get loaded() {
    return this.size && this.length ? Math.min(1, this.received / this.size) * this.length : this.received;
  }

  get soFar() {
    const {received, size} = this;
    if (size && received > 5e4) return `after ${megabytes(received)} of ${megabytes(size)} MB`;
    return received && !size ? "in the middle of the file" : "at its beginning";
  }
}

/** Loads several files: as long as bytes of one arrive, none of them has stalled. */
export class Loader {
  /** @param {(progress: Progress) => void} [onProgress] counts the files whose size is known */
  constructor(onProgress) {
    this.stalledAfter = patience();
    this.onProgress = onProgress;
    this.controller = new AbortController();
    /** @type {Set<Transfer>} */
    this.transfers = new Set();
    /** @type {Set<Transfer>} */
    this.pending = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.toldAt = 0;
  }

  /**
   * Loads a file. Raises LoadError, and then aborts the other downloads too.
   * @param {string} url @param {number} [size] of the file, in bytes @param {Taker} [take] @returns {Promise<Blob>} the file, unless `take` gets its pieces
   */
  async load(url, size, take) {
    const transfer = new Transfer(url, size);
    this.transfers.add(transfer);
    this.pending.add(transfer);
    this.moved();
    try {
      return await this.receive(transfer, take);
    } catch (error) {
      const failure = this.controller.signal.aborted ? this.controller.signal.reason : error;
      suspects.add(failure.url);
      if (!this.controller.signal.aborted) this.controller.abort(failure);
      throw failure;
    } finally {
      this.pending.delete(transfer);
      this.moved();
    }
  }

  /** @param {string} url */
  async text(url) {
    return (await this.load(url)).text();
  }

  /** @param {string} url */
  async json(url) {
    const text = await this.text(url);
    try {
      return JSON.parse(text);
    } catch {
      throw new LoadError(url, "the server sent something other than JSON");
    }
  }

  /** @param {Transfer} transfer @param {Taker} [take] */
  async receive(transfer, take) {
    const {url} = transfer;
    /** @type {Response} */
    let response;
    try {
      response = await fetch(url, {signal: this.controller.signal, cache: this.cache(url)});
    } catch {
      throw new LoadError(url, navigator.onLine === false ? "this device is offline" : "the server can't be reached");
    }
    if (!response.ok) throw new LoadError(url, `the server answers ${response.status}${response.statusText && ` (${response.statusText})`}`);
    transfer.begin(response);
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const pieces = [];
    try {
      const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
      for (;;) {
        const {value} = await reader.read();
        if (!value) break;
        transfer.received += value.length;
        if (take) take(value);
        else pieces.push(value);
        this.moved();
      }
    } catch {
      throw new LoadError(url, `the connection broke ${transfer.soFar}`);
    }
    if (transfer.size !== undefined && transfer.received !== transfer.size) {
      throw new LoadError(url, `${transfer.received.toLocaleString("en")} bytes arrived instead of ${transfer.size.toLocaleString("en")}`);
    }
    return new Blob(pieces);
  }

  /**
   * After a failure the browser's cache may hold a broken response, or files of two versions of the site.
   * @param {string} url @returns {RequestCache}
   */
  cache(url) {
    return suspects.has(url) ? "reload" : suspects.size ? "no-cache" : "default";
  }

  /** Restarts the stall timer: a download began, received bytes or ended. */
  moved() {
    clearTimeout(this.timer);
    if (this.pending.size && !this.controller.signal.aborted) this.timer = setTimeout(() => this.stalled(), this.stalledAfter);
    this.tell();
  }

  stalled() {
    const pending = [...this.pending];
    const transfer = pending.find(({length}) => length !== null) ?? pending[0];
    const seconds = Math.max(1, Math.round(this.stalledAfter / 1000));
    this.controller.abort(new LoadError(transfer.url, `nothing arrived for ${seconds} s, ${transfer.soFar}`));
  }

  tell() {
    const counted = [...this.transfers].filter(({size}) => size);
    if (!this.onProgress || !counted.length || counted.some(({length}) => length === null)) return;
    const done = counted.every(({received, size}) => received === size);
    const now = performance.now();
    if (now < this.toldAt + TELL_EVERY && !done) return;
    this.toldAt = now;
    const sum = (/** @type {number[]} */ numbers) => numbers.reduce((a, b) => a + b, 0);
    this.onProgress({loaded: sum(counted.map(({loaded}) => loaded)), total: sum(counted.map(({length}) => Number(length)))});
  }
}
