// @ts-check
/**
 * The current state of all files, for new processes. Changes are forwarded to the other processes in the order in which they
 * arrive here, which is the authoritative one.
 *
 * @typedef {import("../shared/records.js").FileRecord} FileRecord @typedef {import("../shared/records.js").PartsRecord} PartsRecord
 * @typedef {import("../shared/records.js").PositionRecord} PositionRecord
 */

/** From this size on, a new process gets a file by reference, and reads it when it opens it; bytes. */
const LARGE = 1 << 16;

/** Up to this size a file is copied for each process; from there to LARGE, it is sent as part of a pack; bytes. */
const SMALL = 1 << 12;

/** A file's contents, which grow in place. */
class Contents {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.size = bytes.length;
    /** The current contents, by reference. @type {Blob | null} */
    this.blob = null;
    /** The offset in the blob, which may hold other files too. */
    this.from = 0;
  }

  /** @param {number} size new bytes are zero */
  resize(size) {
    this.blob = null;
    if (size > this.bytes.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.bytes.length));
      larger.set(this.bytes.subarray(0, this.size));
      this.bytes = larger;
    } else if (size > this.size) this.bytes.fill(0, this.size, size);
    this.size = size;
  }

  /** @param {number} at @param {Uint8Array} data */
  write(at, data) {
    this.blob = null;
    if (at + data.length > this.size) this.resize(at + data.length);
    this.bytes.set(data, at);
  }

  get isPacked() {
    return this.size > SMALL && this.size < LARGE;
  }

  /** @returns {Uint8Array<ArrayBuffer>} not a copy */
  get present() {
    return /** @type {Uint8Array<ArrayBuffer>} */ (this.bytes.subarray(0, this.size));
  }

  /** @returns {{data: Uint8Array | Blob, part?: [from: number, to: number]}} */
  get() {
    if (this.size <= SMALL) return {data: this.present.slice()};
    if (this.isPacked && this.blob) return {data: this.blob, part: [this.from, this.from + this.size]};
    return {data: (this.blob ??= new Blob([this.present]))};
  }
}

/**
 * Packs the files that have changed since they were last packed into a common blob: a message carries it once, for any number of
 * files. Unchanged ones keep their blob, unless most of its contents are out of date.
 * @param {Contents[]} files
 */
function pack(files) {
  const kept = new Set(files.flatMap(({blob}) => blob ?? []));
  const held = [...kept].reduce((sum, {size}) => sum + size, 0);
  const current = files.reduce((sum, {blob, size}) => sum + (blob ? size : 0), 0);
  const unpacked = held > 2 * current ? files : files.filter(({blob}) => !blob);
  if (!unpacked.length) return;
  const blob = new Blob(unpacked.map(({present}) => present));
  let from = 0;
  for (const contents of unpacked) {
    Object.assign(contents, {blob, from});
    from += contents.size;
  }
}

export class Files {
  constructor() {
    /** By path. @type {Map<string, {record: FileRecord | PositionRecord, contents: Contents | null}>} */
    this.entries = new Map();
    /** The path of each file. @type {Map<string, string>} */
    this.paths = new Map();
  }

  /** All records, for a new process. @returns {(FileRecord | PositionRecord)[]} */
  all() {
    const entries = [...this.entries.values()];
    pack(entries.flatMap(({contents}) => (contents?.isPacked ? [contents] : [])));
    return entries.map(({record, contents}) => (contents ? {.../** @type {any} */ (record), ...contents.get()} : record));
  }

  /**
   * Applies a process's changes.
   * @param {(FileRecord | PositionRecord)[]} records
   * @returns {{accepted: (FileRecord | PositionRecord)[], moved: FileRecord[]}} `accepted`: for the other processes; `moved`: those of them that the process itself has at another position
   */
  change(records) {
    const accepted = [];
    const moved = [];
    for (const record of records) {
      if (record.kind !== "parts") {
        this.put(record);
        accepted.push(record);
        continue;
      }
      const path = this.paths.get(record.id);
      const entry = path === undefined ? undefined : this.entries.get(path);
      // It has no name any more: only processes that have it open see the writes.
      if (path === undefined || !entry?.contents) continue;
      const placed = {...record, path};
      if (this.write(entry.contents, placed)) moved.push(placed);
      entry.record = {.../** @type {any} */ (entry.record), mode: record.mode, mtime: record.mtime};
      accepted.push(placed);
    }
    return {accepted, moved};
  }

  /** @param {Exclude<FileRecord, PartsRecord> | PositionRecord} record */
  put(record) {
    const former = this.entries.get(record.path)?.record;
    if (former?.kind === "file" && this.paths.get(former.id) === record.path) this.paths.delete(former.id);
    if (record.kind === "file") this.paths.set(record.id, record.path);
    const contents = record.kind === "file" && record.data instanceof Uint8Array ? new Contents(record.data) : null;
    this.entries.set(record.path, {record, contents});
  }

  /** Writes the parts; appended ones go to the end, which may have moved. @param {Contents} contents @param {PartsRecord} record @returns {boolean} whether the end had moved */
  write(contents, record) {
    let moved = false;
    if (contents.size > record.cut) contents.resize(record.cut);
    for (const part of record.parts) {
      if (part.appends && part.at !== contents.size) {
        part.at = contents.size;
        moved = true;
      }
      contents.write(part.at, part.data);
    }
    if (contents.size < record.size) contents.resize(record.size);
    return moved;
  }
}
