// @ts-check
/** The ranges of a file that were written since it was last sent, not their contents. @typedef {import("../shared/records.js").Part} Part */

/** At most this many separate ranges are kept; beyond that they are merged, with what lies between them. */
const MOST = 256;

export class Changes {
  constructor() {
    /** @type {{from: number, to: number, appends: boolean}[]} */
    this.ranges = [];
    /** The shortest length that the file has had since. */
    this.cut = Infinity;
  }

  /** @param {number} from @param {number} to @param {boolean} appends whether it is appended, wherever the end is by then */
  write(from, to, appends) {
    if (from === to) return;
    const last = this.ranges.at(-1);
    if (last && last.appends === appends && from === last.to) last.to = to;
    else if (last && !last.appends && !appends && from <= last.to && to >= last.from) {
      last.from = Math.min(from, last.from);
      last.to = Math.max(to, last.to);
    } else this.ranges.push({from, to, appends});
    if (this.ranges.length > MOST) this.merge();
  }

  /** Merges all ranges into one. */
  merge() {
    const from = Math.min(...this.ranges.map((range) => range.from));
    const to = Math.max(...this.ranges.map((range) => range.to));
    this.ranges = [{from, to, appends: false}];
  }

  /** @param {number} length @param {number} former */
  truncate(length, former) {
    if (length < former) this.cut = Math.min(this.cut, length);
  }

  /** @param {Uint8Array} contents @returns {Part[]} */
  parts(contents) {
    return this.ranges
      .map(({from, to, appends}) => ({at: from, data: contents.slice(from, to), appends}))
      .filter(({data}) => data.length > 0);
  }
}

/** The buffers that can be transferred without a copy. @param {import("../shared/records.js").FileRecord[]} records */
export function buffers(records) {
  const all = records.flatMap((record) => (record.kind === "parts" ? record.parts.map(({data}) => data) : record.kind === "file" ? [record.data] : []));
  return all.flatMap((data) => (data instanceof Uint8Array ? [/** @type {ArrayBuffer} */ (data.buffer)] : []));
}
