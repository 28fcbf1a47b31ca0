// @ts-check
/**
 * Files that processes share. Each process has Emscripten's file system in its own memory; its changes are sent to the others
 * before any other message leaves it, so that a process that is told about a file finds it. A file is sent whole the first
 * time, then only what was written.
 *
 * @typedef {import("../shared/records.js").NameRecord} NameRecord @typedef {import("../shared/records.js").WholeRecord} WholeRecord
 * @typedef {import("../shared/records.js").PartsRecord} PartsRecord @typedef {import("../shared/records.js").FileRecord} FileRecord
 */
import {Changes} from "./file-changes.js";
import {EIO} from "./wasi-errors.js";

/** Directories that each process has for itself. */
const PRIVATE = ["/dev", "/proc"];
const MODE_BITS = 0o7777;
const O_APPEND = 0o2000;
const S_IFSOCK = 0o140000;
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

/** A file's contents; Emscripten may keep them as an array of signed bytes, too. @param {any} node */
function bytes({contents, usedBytes}) {
  return new Uint8Array(contents.buffer, contents.byteOffset, usedBytes);
}

export class Disk {
  /** @param {any} FS */
  constructor(FS) {
    this.FS = FS;
    /** Part of the identifiers that this process assigns to files. */
    this.pid = 0;
    this.last = 0;
    /** Paths to send to the other processes, in order of their first change. @type {Set<string>} */
    this.changed = new Set();
    /** Files that the others have, with the writes since they were last sent. @type {Map<any, Changes>} */
    this.written = new Map();
    /** Files open here that another process has unlinked, by identifier. @type {Map<string, any>} */
    this.orphans = new Map();
    this.applying = false;
    /** The umask, which Emscripten lacks. */
    this.umask = 0o022;
    /** The directory of the last added file. @type {{path: string, directory: any}} */
    this.directory = {path: "", directory: null};
    this.watch();
  }

  /** Records each change made through Emscripten's file system. */
  watch() {
    const {FS} = this;
    const absolute = (/** @type {string} */ path) => (path.startsWith("/") ? path : `${FS.cwd()}/${path}`).replace(/\/+$/, "");
    const note = (/** @type {string} */ path) => this.note(absolute(path));
    FS.trackingDelegate = {
      onMakeDirectory: note,
      onDeletePath: note,
      onMakeSymlink: (/** @type {string} */ _, /** @type {string} */ path) => note(path),
      onMovePath: (/** @type {string} */ from, /** @type {string} */ to) => {
        note(from);
        this.noteAll(absolute(to));
      },
    };
    // Changes that the tracking delegate doesn't report, or not in full.
    const {mknod, open, write, msync, doTruncate, doChmod, utime} = FS;
    FS.mknod = (/** @type {string} */ path, /** @type {number} */ mode, /** @type {number} */ device) => {
      const node = mknod.call(FS, path, mode & ~this.umask, device);
      if (FS.isFile(node.mode)) node.identity = `${this.pid}:${(this.last += 1)}`;
      return node;
    };
    FS.open = (/** @type {any} */ file, /** @type {any} */ flags, mode = 0o666) => {
      const stream = open.call(FS, file, flags, mode & ~this.umask);
      if (stream.node.identity && !stream.node.known) this.change(stream.node);
      return stream;
    };
    FS.write = (/** @type {any} */ stream, /** @type {any[]} */ ...rest) => {
      const count = write.call(FS, stream, ...rest);
      const at = rest[3] ?? stream.position - count;
      this.change(stream.node)?.write(at, at + count, (stream.flags & O_APPEND) !== 0);
      return count;
    };
    FS.msync = (/** @type {any} */ stream, /** @type {any} */ buffer, /** @type {number} */ offset, /** @type {number} */ length, /** @type {number} */ flags) => {
      const result = msync.call(FS, stream, buffer, offset, length, flags);
      this.change(stream.node)?.write(offset, offset + length, false);
      return result;
    };
    FS.doTruncate = (/** @type {any} */ stream, /** @type {any} */ node, /** @type {number} */ length) => {
      const {usedBytes} = node;
      doTruncate.call(FS, stream, node, length);
      this.change(node)?.truncate(length, usedBytes);
    };
    FS.doChmod = (/** @type {any} */ stream, /** @type {any} */ node, /** @type {any[]} */ ...rest) => {
      doChmod.call(FS, stream, node, ...rest);
      if (FS.isFile(node.mode)) this.change(node);
      else note(FS.getPath(node));
    };
    FS.utime = (/** @type {string} */ path, /** @type {any[]} */ ...times) => {
      utime.call(FS, path, ...times);
      this.change(FS.lookupPath(path, {follow: true}).node);
    };
  }

  /** @param {string} path */
  note(path) {
    if (this.applying) return;
    if (!PRIVATE.some((directory) => path.startsWith(`${directory}/`))) this.changed.add(path);
  }

  /** A path and all below it. @param {string} path */
  noteAll(path) {
    this.note(path);
    const {FS} = this;
    const mode = FS.lstat(path).mode;
    if (!FS.isDir(mode)) return;
    for (const name of FS.readdir(path)) if (name !== "." && name !== "..") this.noteAll(`${path}/${name}`);
  }

  /** The record of writes to a file; null if it will be sent whole, or not at all. @param {any} node @returns {Changes | null} */
  change(node) {
    if (this.applying || !this.FS.isFile(node.mode)) return null;
    if (!node.known) {
      if (!node.noted) this.note(this.FS.getPath(node));
      node.noted = true;
      return null;
    }
    const known = this.written.get(node);
    if (known) return known;
    const changes = new Changes();
    this.written.set(node, changes);
    return changes;
  }

  /** The node at a path, null if there is none. @param {string} path @returns {any} */
  find(path) {
    const {exists, object} = this.FS.analyzePath(path, true);
    return exists ? object : null;
  }

  /** The identifier by which all processes know a file, independent of its name. @param {any} node @returns {string} */
  identify(node) {
    // Files without an identifier exist in each interpreter from its start.
    return (node.identity ??= this.FS.getPath(node));
  }

  /** Creates the file of a Unix-domain socket. @param {string} path */
  makeSocket(path) {
    const {FS} = this;
    FS.writeFile(path, "");
    // Emscripten's own socket nodes support no operation, not even stat.
    FS.lookupPath(path).node.mode = S_IFSOCK | 0o755;
    this.note(path);
  }

  /** Whether there is anything to send. */
  get isChanged() {
    return this.changed.size > 0 || this.written.size > 0;
  }

  /** Returns the changes since the last call. @returns {FileRecord[]} */
  take() {
    /** @type {FileRecord[]} */
    const records = [...this.changed].map((path) => this.record(path));
    for (const [node, changes] of this.written) {
      const path = this.FS.getPath(node);
      // Skip files that lost their name and those just sent whole.
      if (this.changed.has(path) || this.find(path) !== node) continue;
      const {mode, mtime, usedBytes: size} = node;
      const {cut} = changes;
      const parts = changes.parts(bytes(node));
      records.push({path, kind: "parts", id: this.identify(node), mode: mode & MODE_BITS, mtime, size, cut, parts});
    }
    this.changed.clear();
    this.written.clear();
    return records;
  }

  /** @param {string} path @returns {NameRecord | WholeRecord} */
  record(path) {
    const {FS} = this;
    const node = this.find(path);
    if (!node) return {path, kind: "gone", mode: 0};
    const mode = node.mode & MODE_BITS;
    if (FS.isLink(node.mode)) return {path, kind: "link", mode: 0, target: FS.readlink(path)};
    if (FS.isDir(node.mode)) return {path, kind: "directory", mode};
    if (FS.isSocket(node.mode)) return {path, kind: "socket", mode};
    if (!FS.isFile(node.mode)) return {path, kind: "gone", mode: 0};
    node.known = true;
    return {path, kind: "file", id: this.identify(node), mode, mtime: node.mtime, data: bytes(node).slice()};
  }

  /** Applies another process's changes. @param {(FileRecord | import("../shared/records.js").PositionRecord)[]} records */
  apply(records) {
    this.applying = true;
    this.directory = {path: "", directory: null};
    try {
      for (const record of records) {
        if (record.kind === "file") this.putFile(record);
        else if (record.kind === "parts") this.putParts(record);
        else if (record.kind !== "position") this.putName(record);
      }
    } finally {
      this.applying = false;
    }
  }

  /**
   * Adds a file to an existing directory without a path lookup: most files at a process's start share a few directories.
   * @param {string} path @param {number} mode @returns {any} the node, null if that isn't possible
   */
  add(path, mode) {
    const slash = path.lastIndexOf("/");
    const above = path.slice(0, slash) || "/";
    if (above !== this.directory.path) {
      const {exists, object} = this.FS.analyzePath(above);
      if (!exists || !this.FS.isDir(object.mode)) return null;
      this.directory = {path: above, directory: object};
    }
    const {directory} = this.directory;
    const name = path.slice(slash + 1);
    if (!directory.node_ops.mknod || directory.contents?.[name] !== undefined) return null;
    return directory.node_ops.mknod(directory, name, S_IFREG | mode, 0);
  }

  /** @param {WholeRecord} record */
  putFile({path, id, mode, mtime, data, part}) {
    const {FS} = this;
    const orphan = this.orphans.get(id);
    let node = orphan ? null : this.add(path, mode);
    if (!node) {
      const there = this.find(path);
      if (there && this.FS.isFile(there.mode) && this.identify(there) === id) node = there;
      else {
        this.remove(path);
        this.directory.path = "";
        FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
        node = orphan ? this.relink(orphan, path) : this.add(path, mode);
      }
    }
    this.orphans.delete(id);
    const known = {identity: id, known: true, mode: S_IFREG | mode, mtime};
    if (data instanceof Blob) {
      const blob = part ? data.slice(...part) : data;
      fill(FS, node, blob);
      Object.assign(node, known, {usedBytes: blob.size});
    } else Object.assign(node, known, {contents: data, usedBytes: data.length});
  }

  /** Gives a file that is open here a new name. @param {any} node @param {string} path */
  relink(node, path) {
    const {FS} = this;
    node.parent = FS.lookupPath(path.slice(0, path.lastIndexOf("/")) || "/").node;
    node.name = path.slice(path.lastIndexOf("/") + 1);
    node.parent.contents[node.name] = node;
    FS.hashAddNode(node);
    return node;
  }

  /** @param {PartsRecord} record */
  putParts({path, id, mode, mtime, size, cut, parts}) {
    const node = this.find(path);
    if (!node || this.identify(node) !== id) return;
    const resize = (/** @type {number} */ size) => node.node_ops.setattr(node, {size});
    if (node.usedBytes > cut) resize(cut);
    for (const {at, data} of parts) node.stream_ops.write({node}, data, 0, data.length, at);
    if (node.usedBytes < size) resize(size);
    Object.assign(node, {known: true, mode: S_IFREG | mode, mtime});
  }

  /** @param {string} path */
  remove(path) {
    const {FS} = this;
    const node = this.find(path);
    if (!node) return;
    if (FS.isFile(node.mode) && FS.streams.some((/** @type {any} */ stream) => stream?.node === node)) this.orphans.set(this.identify(node), node);
    (FS.isDir(node.mode) ? FS.rmdir : FS.unlink).call(FS, path);
  }

  /** @param {NameRecord} record */
  putName({path, kind, mode, target}) {
    const {FS} = this;
    const there = this.find(path)?.mode ?? 0;
    this.directory.path = "";
    if (kind === "gone" || (there && kind === "link") || (there && FS.isDir(there) !== (kind === "directory"))) this.remove(path);
    if (kind === "gone") return;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
    if (kind === "link") FS.symlink(target, path);
    else if (kind === "socket") there || this.makeSocket(path);
    else if (!there) FS.mkdir(path);
    if (kind !== "link") FS.chmod(path, mode);
  }
}
