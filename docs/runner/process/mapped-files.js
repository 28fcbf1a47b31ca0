// @ts-check
/**
 * Files mapped into memory (mmap(2)). Emscripten copies a file there, and back when the program asks for it, through the
 * descriptor of the mapping, which may be closed by then. Here, a program's changes to that memory are written to the file
 * before anything reads the file and before another process receives any message; writes to the file, here or elsewhere,
 * are copied into the memory.
 *
 * @typedef {{node: any, address: number, length: number, offset: number, known: Uint8Array | null}} Mapping
 *   `known`: the file's contents, compared with the memory to find changes; null if the program may not change the file
 */
const MAP_SHARED = 1;
const PROT_WRITE = 2;
/** Up to this total size (bytes), mappings are compared whenever a thread is suspended; beyond it, at this interval (milliseconds). */
const SMALL = 1 << 20;
const SELDOM = 40;

/** The ranges (from, to) in which two arrays of one length differ. @param {Uint8Array} here @param {Uint8Array} there @returns {[number, number][]} */
function differences(here, there) {
  const words = here.length >> 2;
  const [left, right] = [here, there].map(({buffer, byteOffset}) => new Int32Array(buffer, byteOffset, words));
  /** @type {[number, number][]} */
  const found = [];
  const compare = (/** @type {number} */ at) => {
    if (here[at] === there[at]) return;
    const last = found.at(-1);
    if (last?.[1] === at) last[1] += 1;
    else found.push([at, at + 1]);
  };
  for (let word = 0; word < words; word += 1) {
    if (left[word] !== right[word]) for (let at = 4 * word; at < 4 * word + 4; at += 1) compare(at);
  }
  for (let at = 4 * words; at < here.length; at += 1) compare(at);
  return found;
}

export class MappedFiles {
  /** Replaces imports before the interpreter is instantiated. @param {any} imports */
  constructor({env}) {
    /** The Emscripten module. @type {any} */
    this.module = null;
    /** @type {any} */
    this.FS = null;
    /** @type {import("./disk.js").Disk | null} */
    this.disk = null;
    /** By address. @type {Map<number, Mapping | null>} null: private to the program */
    this.mappings = new Map();
    this.size = 0;
    this.compared = 0;
    this.watching = false;
    const {_mmap_js, _msync_js, _munmap_js} = env;
    env._mmap_js = (/** @type {[number, number, number, number, bigint, number, number]} */ ...args) => {
      const [length, protection, flags, fd, offset, , address] = args;
      const node = this.FS?.getStream(fd)?.node;
      if (node) this.storeFile(node);
      const failed = _mmap_js(...args);
      if (failed || !node) return failed;
      this.add(node, this.module.HEAPU32[address >>> 2], length, Number(offset), flags & MAP_SHARED ? protection : null);
      return failed;
    };
    env._msync_js = (/** @type {number} */ address, /** @type {unknown[]} */ ...rest) => {
      const mapping = this.at(address);
      if (!mapping) return _msync_js(address, ...rest);
      this.store(mapping);
      return 0;
    };
    env._munmap_js = (/** @type {number} */ address, /** @type {unknown[]} */ ...rest) => {
      if (!this.mappings.has(address)) return _munmap_js(address, ...rest);
      const mapping = this.mappings.get(address);
      if (mapping) this.store(mapping);
      if (mapping?.known) this.size -= mapping.length;
      this.mappings.delete(address);
      return 0;
    };
  }

  /** @param {any} module @param {any} FS @param {import("./disk.js").Disk} disk */
  connect(module, FS, disk) {
    Object.assign(this, {module, FS, disk});
  }

  /** @param {any} node @param {number} address @param {number} length @param {number} offset @param {number | null} protection null: private */
  add(node, address, length, offset, protection) {
    if (protection === null) return void this.mappings.set(address, null);
    const known = protection & PROT_WRITE ? this.memory({address, length}).slice() : null;
    this.mappings.set(address, {node, address, length, offset, known});
    if (known) this.size += length;
    this.watch();
  }

  /** Intercepts reads and writes of files, from the first mapping on. */
  watch() {
    if (this.watching) return;
    this.watching = true;
    const {FS} = this;
    const {read, write, doTruncate} = FS;
    FS.read = (/** @type {any} */ stream, /** @type {any[]} */ ...rest) => {
      this.storeFile(stream.node);
      return read.call(FS, stream, ...rest);
    };
    FS.write = (/** @type {any} */ stream, /** @type {any[]} */ ...rest) => this.changing(stream.node, () => write.call(FS, stream, ...rest));
    FS.doTruncate = (/** @type {any} */ stream, /** @type {any} */ node, /** @type {any[]} */ ...rest) =>
      this.changing(node, () => doTruncate.call(FS, stream, node, ...rest));
  }

  /** Runs a change of a file that isn't made through memory. @template T @param {any} node @param {() => T} change @returns {T} */
  changing(node, change) {
    this.storeFile(node);
    const result = change();
    for (const mapping of this.of(node)) this.load(mapping);
    return result;
  }

  /** @param {number} address @returns {Mapping | undefined} */
  at(address) {
    for (const mapping of this.mappings.values()) {
      if (mapping && address >= mapping.address && address < mapping.address + mapping.length) return mapping;
    }
    return undefined;
  }

  /** The files that are mapped. @returns {any[]} */
  nodes() {
    return [...this.mappings.values()].flatMap((mapping) => mapping?.node ?? []);
  }

  /** The mappings of a file. @param {any} node @returns {Mapping[]} */
  of(node) {
    return /** @type {Mapping[]} */ ([...this.mappings.values()].filter((mapping) => mapping?.node === node));
  }

  /** @param {{address: number, length: number}} mapping @returns {Uint8Array} */
  memory({address, length}) {
    return this.module.HEAPU8.subarray(address, address + length);
  }

  /** Writes the program's changes in memory to the file. @param {Mapping} mapping */
  store(mapping) {
    const {node, offset, known} = mapping;
    if (!known) return;
    const here = this.memory(mapping);
    const changed = differences(here, known);
    for (const [from, end] of changed) {
      const to = Math.min(end, node.usedBytes - offset); // changes beyond the end of the file are lost
      known.set(here.subarray(from, end), from);
      if (from >= to) continue;
      node.contents.set(here.subarray(from, to), offset + from);
      this.disk?.change(node)?.write(offset + from, offset + to, false);
    }
    if (!changed.length) return;
    node.mtime = node.ctime = Date.now();
    for (const other of this.of(node)) if (other !== mapping) this.load(other);
  }

  /** Copies the file's contents into memory. @param {Mapping} mapping */
  load(mapping) {
    const {node, offset, length, known} = mapping;
    const there = node.contents.subarray(offset, Math.min(offset + length, node.usedBytes));
    for (const memory of known ? [this.memory(mapping), known] : [this.memory(mapping)]) {
      memory.set(there);
      memory.fill(0, there.length);
    }
  }

  /** @param {any} node */
  storeFile(node) {
    for (const mapping of this.of(node)) this.store(mapping);
  }

  /** @param {boolean} now whether another process is about to receive a message, so that this can't wait */
  storeAll(now) {
    if (!this.size) return;
    if (!now && this.size > SMALL && performance.now() < this.compared + SELDOM) return;
    for (const mapping of this.mappings.values()) if (mapping) this.store(mapping);
    this.compared = performance.now();
  }

  /** Reloads all mappings: another process has written to files. */
  loadAll() {
    for (const mapping of this.mappings.values()) if (mapping) this.load(mapping);
  }
}
