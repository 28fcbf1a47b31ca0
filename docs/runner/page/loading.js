// @ts-check
/**
 * Loads files of the runner together, and tells how far they are. One that fails, is cut or stalls becomes a LoadError (receiving.js).
 *
 * @typedef {{loaded: number, total: number}} Progress bytes as transferred over the network
 * @typedef {(piece: Uint8Array<ArrayBuffer>) => void} Taker gets a file piece by piece, and may transfer the pieces
 */
import {LoadError, patience, reached, receive, stalled} from "./receiving.js";

/** The interval between progress reports; milliseconds. */
const TELL_EVERY = 100;

/** @param {number} bytes */
export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

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
    return reached(size ? 0 : received);
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
   * @param {string} url @param {number} [size] of the file, in bytes @param {Taker} [take] @param {Promise<unknown>} [others] which come first
   * @returns {Promise<Blob>} the file, unless `take` gets its pieces
   */
  async load(url, size, take, others) {
    const transfer = new Transfer(url, size);
    this.transfers.add(transfer);
    if (others) {
      transfer.length = size ?? null; // until the server says how much it sends
      await others;
    }
    this.pending.add(transfer);
    this.moved();
    try {
      return await this.receive(transfer, take);
    } catch (error) {
      if (!this.controller.signal.aborted) this.controller.abort(error);
      throw error;
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
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const pieces = [];
    await receive(url, this.controller.signal, {
      begin: (response) => transfer.begin(response),
      take: (piece) => {
        transfer.received += piece.length;
        if (take) take(piece);
        else pieces.push(piece);
        this.moved();
      },
      end: () => {
        if (transfer.size === undefined || transfer.received === transfer.size) return;
        throw new LoadError(url, `${transfer.received.toLocaleString("en")} bytes arrived instead of ${transfer.size.toLocaleString("en")}`);
      },
      soFar: () => transfer.soFar,
    });
    return new Blob(pieces);
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
    this.controller.abort(stalled(transfer.url, this.stalledAfter, transfer.soFar));
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
