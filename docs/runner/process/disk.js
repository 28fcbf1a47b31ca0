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
import {Arrivals} from "./file-arrivals.js";
import {ENXIO} from "./wasi-errors.js";

/** Directories that each process has for itself. */
const PRIVATE = ["/dev", "/proc"];
const MODE_BITS = 0o7777;
const O_APPEND = 0o2000;
const S_IFSOCK = 0o140000;

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
    this.applying = false;
    this.arrivals = new Arrivals(FS, this);
    /** Files and directories that the process uses whatever their names are: open, mapped, or its working directory. @type {() => any[]} */
    this.inUse = () => [];
    /** The umask, which Emscripten lacks. */
    this.umask = 0o022;
    this.watch();
  }

  /** Records each change made through Emscripten's file system. */
  watch() {
    const {FS} = this;
    const note = (/** @type {string} */ path) => {
      const own = this.ownPath(path);
      if (own) this.note(own);
    };
    /** What is about to move, below its own path. @type {string[]} */
    let moving = [];
    FS.trackingDelegate = {
      onMakeDirectory: note,
      onDeletePath: note,
      onMakeSymlink: (/** @type {string} */ _, /** @type {string} */ path) => note(path),
      willMovePath: (/** @type {string} */ from) => (moving = this.below(this.ownPath(from) ?? from)),
      onMovePath: (/** @type {string} */ _, /** @type {string} */ to) => {
        for (const path of moving) this.note(path);
        for (const path of moving) this.note(this.ownPath(to) + path.slice(moving[0].length));
      },
    };
    // Changes that the tracking delegate doesn't report, or not in full.
    const {mayOpen, mknod, open, write, msync, doTruncate, doChmod, utime} = FS;
    FS.mknod = (/** @type {string} */ path, /** @type {number} */ mode, /** @type {number} */ device) => {
      const node = mknod.call(FS, path, mode & ~this.umask, device);
      if (FS.isFile(node.mode) || FS.isDir(node.mode)) node.identity = `${this.pid}:${(this.last += 1)}`;
      return node;
    };
    // It is reached by connect() only (unix(7)).
    FS.mayOpen = (/** @type {any} */ node, /** @type {number} */ flags) => (FS.isSocket(node.mode) ? ENXIO : mayOpen.call(FS, node, flags));
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

  /** The path of a name without links or "..": the only one by which others are told of it. @param {string} path @returns {string | null} null if there is no such directory */
  ownPath(path) {
    const {FS} = this;
    const slash = (path = path.replace(/\/+$/, "")).lastIndexOf("/");
    const {exists, object} = FS.analyzePath(slash < 0 ? "." : path.slice(0, slash) || "/");
    return exists ? `${FS.getPath(object)}/${path.slice(slash + 1)}`.replace(/^\/\//, "/") : null;
  }

  /** The paths of a name and of all below it, which keep their identity when they move. @param {string} path @returns {string[]} */
  below(path) {
    const node = this.find(path);
    if (!node) return [path];
    this.identify(node);
    if (!this.FS.isDir(node.mode)) return [path];
    return [path, ...Object.keys(node.contents ?? {}).flatMap((name) => this.below(`${path}/${name}`))];
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

  /** The identifier by which all processes know a file or a directory, independent of its name. @param {any} node @returns {string} */
  identify(node) {
    // Files without an identifier exist in each interpreter from its start.
    return (node.identity ??= this.FS.getPath(node));
  }

  /** Makes a file that of a Unix-domain socket. Emscripten's own socket nodes support no operation, not even stat. @param {any} node */
  makeSocket(node) {
    node.mode = S_IFSOCK | (node.mode & MODE_BITS);
    this.note(this.FS.getPath(node));
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
    if (FS.isDir(node.mode)) return {path, kind: "directory", id: this.identify(node), mode};
    if (FS.isSocket(node.mode)) return {path, kind: "socket", mode};
    if (!FS.isFile(node.mode)) return {path, kind: "gone", mode: 0};
    node.known = true;
    return {path, kind: "file", id: this.identify(node), mode, mtime: node.mtime, data: bytes(node).slice()};
  }

  /** Applies another process's changes. @param {(FileRecord | import("../shared/records.js").PositionRecord)[]} records */
  apply(records) {
    this.applying = true;
    try {
      this.arrivals.apply(records);
    } finally {
      this.applying = false;
    }
  }

  /** Gives a file or directory another name. @param {any} node @param {string} path */
  relink(node, path) {
    const {FS} = this;
    this.unlink(node);
    node.parent = FS.lookupPath(path.slice(0, path.lastIndexOf("/")) || "/").node;
    node.name = path.slice(path.lastIndexOf("/") + 1);
    node.parent.contents[node.name] = node;
    FS.hashAddNode(node);
    return node;
  }

  /** Takes a file's or a directory's name, if it has one. @param {any} node */
  unlink(node) {
    if (node.parent.contents?.[node.name] !== node) return;
    this.FS.hashRemoveNode(node);
    delete node.parent.contents[node.name];
  }
}
