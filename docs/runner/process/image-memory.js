// @ts-check
/**
 * The memory in an image of an interpreter, without its pages of zeros: nearly half of it, mostly the C stack. So there is less
 * to keep, to compare, to pass to each process and to copy.
 *
 * @typedef {{size: number, pieces: [address: number, size: number][]}} Layout `size`: of the memory; `pieces`: what isn't zero. Bytes
 */

/** WebAssembly's page: memories have whole ones. Bytes. */
const PAGE = 65536;

/** The size of what Pyodide puts before the memory in its snapshots. @param {Uint8Array} snapshot */
const sizeOfHeader = (snapshot) => new DataView(snapshot.buffer, snapshot.byteOffset).getUint32(4, true);

/** @param {Uint8Array<ArrayBuffer>} snapshot of Pyodide's @returns {{snapshot: Blob, layout: Layout}} */
export function pack(snapshot) {
  const header = sizeOfHeader(snapshot);
  const memory = snapshot.subarray(header);
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.length / 4);
  /** @type {Layout["pieces"]} */
  const pieces = [];
  for (let at = 0; at < memory.length; at += PAGE) {
    if (words.subarray(at / 4, (at + PAGE) / 4).every((word) => word === 0)) continue;
    const last = pieces.at(-1);
    if (last && last[0] + last[1] === at) last[1] += PAGE;
    else pieces.push([at, PAGE]);
  }
  const content = pieces.map(([at, size]) => memory.subarray(at, at + size));
  return {snapshot: new Blob([snapshot.subarray(0, header), ...content]), layout: {size: memory.length, pieces}};
}

/** What Pyodide puts before the memory: a snapshot without memory. @param {Uint8Array<ArrayBuffer>} packed */
export const header = (packed) => packed.subarray(0, sizeOfHeader(packed));

/**
 * Copies an image's memory into an interpreter's.
 * @param {Uint8Array} heap @param {Uint8Array<ArrayBuffer>} packed @param {Layout} layout @param {number} used where the part of `heap`
 *   begins that has never been written to
 */
export function unpack(heap, packed, {pieces}, used) {
  let from = sizeOfHeader(packed);
  let end = 0;
  for (const [at, length] of pieces) {
    heap.fill(0, Math.min(end, used), Math.min(at, used));
    heap.set(packed.subarray(from, from + length), at);
    from += length;
    end = at + length;
  }
  heap.fill(0, Math.min(end, used), used);
}
