// @ts-check
/**
 * This process's copies of the memory that processes share (kernel/memory.py). What the program changed is found by
 * comparison with what the machine knows, before anything leaves the process and whenever a thread is suspended.
 *
 * @typedef {{at: number, now: Uint8Array, was: Uint8Array}} Page
 */

const PAGE = 4096;

export class Memory {
  /** @param {any} module @param {(id: string, pages: Page[]) => void} send */
  constructor(module, send) {
    this.module = module;
    this.send = send;
    /** By identifier: as the machine knows it, and where the program's copy is. @type {Map<string, {known: Uint8Array, address: number, length: number}>} */
    this.segments = new Map();
  }

  /** The machine tells what is in a segment that is about to be mapped. @param {string} id @param {Uint8Array} known */
  define(id, known) {
    const segment = this.segments.get(id);
    if (segment) segment.known = known;
    else this.segments.set(id, {known, address: 0, length: 0});
  }

  /** The program's copy is there. @param {string} id @param {any} memory a Python object with a buffer */
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

  /** Sends what the program changed. */
  flush() {
    for (const [id, segment] of this.segments) {
      if (!segment.length) continue;
      const pages = this.changed(segment);
      if (pages.length) this.send(id, pages);
    }
  }

  /** The pages that differ from what the machine knows, which knows them from now on. @param {{known: Uint8Array, address: number, length: number}} segment */
  changed({known, address, length}) {
    const heap = this.module.HEAPU8;
    const words = length >> 2;
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
    for (let word = 0; word < words; word += 1) {
      if (here[word] !== there[word]) note((word << 2) & -PAGE);
    }
    for (let at = words << 2; at < length; at += 1) {
      if (heap[address + at] !== known[at]) note(at & -PAGE);
    }
    return pages;
  }

  /** Another process changed something. @param {string} id @param {Page[]} pages */
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
