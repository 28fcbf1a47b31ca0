// @ts-check
/**
 * Other processes' changes to files, applied here. What one message tells is a state, in no order: each name once, by its only
 * path. So first the names go that are gone, from the deepest; then the others come, directories before what is in them. What
 * this process has in use, it keeps under any name (rename(2), unlink(2)).
 *
 * @typedef {import("../shared/records.js").NameRecord} NameRecord @typedef {import("../shared/records.js").WholeRecord} WholeRecord
 * @typedef {import("../shared/records.js").PartsRecord} PartsRecord @typedef {import("../shared/records.js").FileRecord} FileRecord
 * @typedef {{inUse(): any[], find(path: string): any, identify(node: any): string, relink(node: any, path: string): any, unlink(node: any): void,
 *   makeSocket(node: any): void}} Tree what a disk can do
 */
import {EIO, ENOTEMPTY} from "./wasi-errors.js";

const S_IFREG = 0o100000;

/** Gives a node its contents lazily: they are read on first access. @param {any} FS @param {any} node @param {Blob} blob */
function fill(FS, node, blob) {
  const put = (/** @type {Uint8Array} */ value) => Object.defineProperty(node, "contents", {value, writable: true, enumerable: true, configurable: true});
  const get = () => {
    try {
      const value = new Uint8Array(new FileReaderSync().readAsArrayBuffer(blob));
      put(value);
      return value;
    } catch {
      throw new FS.ErrnoError(EIO); // the browser has no memory for it
    }
  };
  Object.defineProperty(node, "contents", {get, set: put, enumerable: true, configurable: true});
}

/** @param {string} path */
const directoryOf = (path) => path.slice(0, path.lastIndexOf("/")) || "/";

export class Arrivals {
  /** @param {any} FS @param {Tree} disk */
  constructor(FS, disk) {
    this.FS = FS;
    this.disk = disk;
    /** What this process has in use, by identifier. @type {Map<string, any>} */
    this.inUse = new Map();
    /** The identifiers of what has a name afterwards. @type {Set<string>} */
    this.named = new Set();
    /** The directory of the last added file. @type {{path: string, directory: any}} */
    this.directory = {path: "", directory: null};
  }

  /** @param {(FileRecord | import("../shared/records.js").PositionRecord)[]} records */
  apply(records) {
    const {FS, disk} = this;
    const used = disk.inUse().filter(({mode}) => FS.isFile(mode) || FS.isDir(mode));
    this.inUse = new Map(used.map((node) => [disk.identify(node), node]));
    this.named = new Set(records.flatMap((record) => ("id" in record && record.id) || []));
    this.directory = {path: "", directory: null};
    const sorted = records.toSorted((one, other) => (one.path < other.path ? -1 : 1));
    for (const {path, kind} of sorted.toReversed()) if (kind === "gone") this.remove(path);
    for (const record of sorted) {
      if (record.kind === "file") this.putFile(record);
      else if (record.kind === "parts") this.putParts(record);
      else if (record.kind === "directory") this.putDirectory(record);
      else if (record.kind !== "position" && record.kind !== "gone") this.putName(record);
    }
    this.inUse.clear();
  }

  /** Whether this process uses a file or directory that has another name afterwards. @param {any} node */
  moves(node) {
    const id = this.disk.identify(node);
    return this.inUse.get(id) === node && this.named.has(id);
  }

  /** Takes a name away. A directory stays if something is in it that the process that removed it didn't know. @param {string} path */
  remove(path) {
    const {FS, disk} = this;
    const node = disk.find(path);
    if (!node) return;
    this.directory.path = "";
    if (this.moves(node)) return disk.unlink(node);
    try {
      (FS.isDir(node.mode) ? FS.rmdir : FS.unlink).call(FS, path);
    } catch (error) {
      if (/** @type {{errno?: number}} */ (error).errno !== ENOTEMPTY) throw error;
    }
  }

  /** Takes a name away that another file gets: whatever is there goes. @param {string} path */
  clear(path) {
    this.remove(path);
    const left = this.disk.find(path);
    if (left) this.disk.unlink(left);
  }

  /**
   * Adds a file to an existing directory without a path lookup: most files at a process's start share a few directories.
   * @param {string} path @param {number} mode @returns {any} the node, null if that isn't possible
   */
  add(path, mode) {
    const above = directoryOf(path);
    if (above !== this.directory.path) {
      const {exists, object} = this.FS.analyzePath(above);
      if (!exists || !this.FS.isDir(object.mode)) return null;
      this.directory = {path: above, directory: object};
    }
    const {directory} = this.directory;
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (!directory.node_ops.mknod || directory.contents?.[name] !== undefined) return null;
    return directory.node_ops.mknod(directory, name, S_IFREG | mode, 0);
  }

  /** @param {WholeRecord} record */
  putFile({path, id, mode, mtime, data, part}) {
    const {FS, disk} = this;
    const used = this.inUse.get(id);
    let node = used ? null : this.add(path, mode);
    if (!node) {
      const there = disk.find(path);
      if (there && FS.isFile(there.mode) && disk.identify(there) === id) node = there;
      else {
        this.clear(path);
        FS.mkdirTree(directoryOf(path));
        node = used ? disk.relink(used, path) : this.add(path, mode);
      }
    }
    const known = {identity: id, known: true, mode: S_IFREG | mode, mtime};
    if (data instanceof Blob) {
      const blob = part ? data.slice(...part) : data;
      fill(FS, node, blob);
      Object.assign(node, known, {usedBytes: blob.size});
    } else Object.assign(node, known, {contents: data, usedBytes: data.length});
  }

  /** @param {PartsRecord} record */
  putParts({path, id, mode, mtime, size, cut, parts}) {
    const node = this.disk.find(path);
    if (!node || this.disk.identify(node) !== id) return;
    const resize = (/** @type {number} */ size) => node.node_ops.setattr(node, {size});
    if (node.usedBytes > cut) resize(cut);
    for (const {at, data} of parts) node.stream_ops.write({node}, data, 0, data.length, at);
    if (node.usedBytes < size) resize(size);
    Object.assign(node, {known: true, mode: S_IFREG | mode, mtime});
  }

  /** @param {NameRecord} record of a directory */
  putDirectory({path, id = "", mode}) {
    const {FS, disk} = this;
    const used = this.inUse.get(id);
    let there = disk.find(path);
    if (there && there !== used && (used || !FS.isDir(there.mode) || this.moves(there))) {
      this.clear(path);
      there = null;
    }
    if (!there) FS.mkdirTree(directoryOf(path));
    if (used && there !== used) disk.relink(used, path);
    else if (!there) FS.mkdir(path);
    this.directory.path = "";
    // Two processes may have made it, each for itself: it is one.
    disk.find(path).identity = id;
    FS.chmod(path, mode);
  }

  /** @param {NameRecord} record of a link or a socket */
  putName({path, kind, mode, target}) {
    const {FS} = this;
    const there = this.disk.find(path);
    if (there && (kind === "link" || !FS.isSocket(there.mode))) this.clear(path);
    FS.mkdirTree(directoryOf(path));
    this.directory.path = "";
    if (kind === "link") FS.symlink(target, path);
    else {
      if (!this.disk.find(path)) this.disk.makeSocket(FS.create(path));
      FS.chmod(path, mode);
    }
  }
}
