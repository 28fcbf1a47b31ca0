// @ts-check
/**
 * This process's copies of shared memory (kernel/files/memory.py). The program's changes are found by comparison with the
 * machine's version: all of them before any message to another process, since the message may announce them. When a thread
 * is suspended, only small segments and recently changed pages are compared at once. The rest follows in slices, so that
 * the cost of a switch doesn't depend on how much is shared.
 *
 * @typedef {import("../shared/records.js").Page} Page
 */
import {browser} from "./timers.js";

const PAGE = 4096;
/** How much is compared in one slice; bytes. A megabyte takes about a quarter of a millisecond. */
const SLICE = 1 << 20;
/** Up to this total size, segments are compared whole at each switch; bytes. */
const SMALL = 1 << 16;
/** How many recently changed pages of a segment are compared at each switch. */
const HOT = 16;
/** Operations whose messages to the machine reveal nothing to other processes. */
const QUIET = new Set(["read", "want", "acquireSemaphore", "semaphoreValue", "segmentSize", "refresh", "watch", "disposition", "group", "takeNames"]);

/** Whether a message may reveal something to another process. @param {{type: string, op?: string}} message */
export const tellsOthers = ({type, op}) => type === "exit" || (op !== undefined && !QUIET.has(op));

/**
 * @typedef {{known: Uint8Array, address: number, length: number, hot: Set<number>}} Segment
 *   `hot`: recently changed pages, the latest last
 */

export class Memory {
  /** @param {any} module @param {(id: string, pages: Page[]) => void} send */
  constructor(module, send) {
    this.module = module;
    this.send = send;
    /** By identifier: the machine's version, and the address of the program's copy. @type {Map<string, Segment>} */
    this.segments = new Map();
    /** How many bytes have not been compared since the program last ran. */
    this.due = 0;
    /** Where the next slice begins. */
    this.cursor = 0;
    this.timer = 0;
  }

  /** Sets the contents of a segment that is about to be mapped, as the machine knows them. @param {string} id @param {Uint8Array} known */
  define(id, known) {
    const segment = this.segments.get(id);
    if (segment) segment.known = known;
    else this.segments.set(id, {known, address: 0, length: 0, hot: new Set()});
  }

  /** Registers the program's copy. @param {string} id @param {any} memory a Python object with a buffer */
  attach(id, memory) {
    const segment = this.segments.get(id);
    if (!segment) return;
    const buffer = memory.getBuffer("u8");
    segment.address = buffer.data.byteOffset;
    segment.length = Math.min(buffer.data.length, segment.known.length);
    buffer.release();
    this.module.HEAPU8.set(segment.known.subarray(0, segment.length), segment.address);
  }

  /** @param {string} id */
  detach(id) {
    this.flush();
    this.segments.delete(id);
  }

  /** Sends all changes of the program. */
  flush() {
    this.due = 0;
    for (const [id, segment] of this.segments) this.sendChanged(id, segment, 0, segment.length);
  }

  /** Sends some changes when the program switches threads. */
  turn() {
    this.due = 0;
    for (const {length} of this.segments.values()) this.due += length;
    if (this.due <= SMALL) return this.flush();
    for (const [id, segment] of this.segments) {
      for (const at of [...segment.hot]) this.sendChanged(id, segment, at, Math.min(at + PAGE, segment.length));
    }
    this.timer ||= browser().setTimeout(() => this.sweep());
  }

  /** Compares the next slice, treating all segments as one sequence. */
  sweep() {
    this.timer = 0;
    let left = Math.min(SLICE, this.due);
    let base = 0;
    for (const [id, segment] of this.segments) {
      const {length} = segment;
      const from = Math.max(this.cursor - base, 0) & -PAGE;
      const to = Math.min(from + left, length);
      if (from < length && left > 0) {
        this.sendChanged(id, segment, from, to);
        left -= to - from;
        this.due -= to - from;
        this.cursor = base + to;
      }
      base += length;
    }
    if (this.cursor >= base) this.cursor = 0;
    if (base && this.due > 0) this.timer = browser().setTimeout(() => this.sweep());
  }

  /** @param {string} id @param {Segment} segment @param {number} from @param {number} to */
  sendChanged(id, segment, from, to) {
    if (from >= to) return;
    const pages = this.changed(segment, from, to);
    if (!pages.length) return;
    for (const {at} of pages) {
      segment.hot.delete(at);
      segment.hot.add(at);
    }
    for (const at of [...segment.hot].slice(0, -HOT)) segment.hot.delete(at);
    this.send(id, pages);
  }

  /**
   * Returns the pages that differ from the machine's version, and updates that version.
   * @param {Segment} segment @param {number} from a page's beginning @param {number} to
   */
  changed({known, address, length}, from, to) {
    const heap = this.module.HEAPU8;
    const words = to >> 2;
    const here = new Int32Array(heap.buffer, address, words);
    const there = new Int32Array(known.buffer, known.byteOffset, words);
    /** @type {Page[]} */
    const pages = [];
    const note = (/** @type {number} */ at) => {
      const end = Math.min(at + PAGE, length);
      const now = heap.slice(address + at, address + end);
      pages.push({at, now, was: known.slice(at, end)});
      known.set(now, at);
    };
    for (let word = from >> 2; word < words; word += 1) {
      if (here[word] !== there[word]) note((word << 2) & -PAGE);
    }
    for (let at = words << 2; at < to; at += 1) {
      if (heap[address + at] !== known[at]) note(at & -PAGE);
    }
    return pages;
  }

  /** Applies another process's changes. @param {string} id @param {Page[]} pages */
  apply(id, pages) {
    const segment = this.segments.get(id);
    if (!segment) return;
    const {HEAPU8} = this.module;
    for (const {at, now, was} of pages) {
      for (let index = 0; index < now.length; index += 1) {
        if (now[index] === was[index]) continue;
        segment.known[at + index] = now[index];
        if (at + index < segment.length) HEAPU8[segment.address + at + index] = now[index];
      }
    }
  }
}
