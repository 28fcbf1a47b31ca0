// @ts-check
/**
 * Open files that a process and its children share: reading or writing in one moves the position in the other, too (fork(2)).
 *
 * @typedef {import("../shared/records.js").PositionRecord} PositionRecord
 * @typedef {{fd: number, end?: string, terminal?: "stdout" | "stderr", file?: string, flags?: number, position?: number, id?: string}} Descriptor
 */

import {FORMERLY, UNLINKED} from "./file-names.js";
import {EMFILE} from "./wasi-errors.js";

/** The main interpreter's descriptors are below this; each other interpreter has the next range of this size. */
const FIRST_DESCRIPTOR = 64;
const DESCRIPTOR_RANGES = 14;

/** O_CREAT, O_EXCL, O_TRUNC: a child only opens existing files. */
const CREATING = 0o100 | 0o200 | 0o1000;
const STANDARD = [0, 1, 2];
const S_IFDIR = 0o040000;

/** The attributes of a read-only directory. @param {{id: number}} node */
function attributes({id}) {
  const then = new Date(0);
  const times = {atime: then, mtime: then, ctime: then};
  return {dev: 1, ino: id, mode: S_IFDIR | 0o555, nlink: 2, uid: 0, gid: 0, rdev: 0, size: 0, blksize: 4096, blocks: 0, ...times};
}

export class OpenFiles {
  /** @param {any} FS @param {import("./disk.js").Disk} disk */
  constructor(FS, disk) {
    this.FS = FS;
    this.disk = disk;
    this.pid = 0;
    this.last = 0;
    /** The state shared by the streams of one file description, and the position last sent to others. @type {Map<string, {shared: any, told: number}>} */
    this.shared = new Map();
    FS.symlink("/proc/self/fd", "/dev/fd");
    // Emscripten can list this directory, but has no attributes for it.
    FS.lookupPath("/proc/self/fd").node.node_ops.getattr = attributes;
  }

  /** Sets the process that the files belong to. @param {number} pid @param {number} generation how many programs it has run, including this one */
  identify(pid, generation) {
    this.pid = pid;
    this.last = generation * 2 ** 40; // identifiers from former programs may still be in use
    const {FS} = this;
    const {node} = FS.lookupPath("/proc/self");
    this.disk.relink(node, `/proc/${pid}`);
    FS.symlink(String(pid), "/proc/self");
  }

  /** The interpreters of a process share its descriptors: each gives new ones from a range of its own. @param {number} id of an interpreter */
  numberFrom(id) {
    const {FS} = this;
    const first = FIRST_DESCRIPTOR * (1 + (id % DESCRIPTOR_RANGES));
    FS.nextfd = () => {
      for (let fd = first; fd < FS.MAX_OPEN_FDS; fd++) if (!FS.streams[fd]) return fd;
      throw new FS.ErrnoError(EMFILE);
    };
  }

  /** What is open. @returns {any[]} */
  nodes() {
    return this.FS.streams.flatMap((/** @type {any} */ stream) => stream?.node ?? []);
  }

  /** Describes a stream so that a child can open it. @param {any} stream */
  describe(stream) {
    const {node, shared, flags, position} = stream;
    if (!this.FS.analyzePath(this.FS.getPath(node)).exists || this.FS.lookupPath(this.FS.getPath(node)).node !== node) this.link(node);
    this.nameDescription(shared);
    if (!this.shared.has(shared.id)) this.share(shared.id, shared);
    return {file: this.FS.getPath(node), flags, position, id: shared.id};
  }

  /** The identifier by which all processes know an open file description. @param {any} shared @returns {string} */
  nameDescription(shared) {
    return (shared.id ??= `${this.pid}:${(this.last += 1)}`);
  }

  /** @param {string} id @param {any} shared */
  share(id, shared) {
    const open = new Set(this.FS.streams.map((/** @type {any} */ stream) => stream?.shared.id));
    for (const other of this.shared.keys()) if (!open.has(other)) this.shared.delete(other);
    shared.id = id;
    this.shared.set(id, {shared, told: shared.position});
  }

  /** Gives an unlinked file or directory a name, beside which a link tells the former one. @param {any} node */
  link(node) {
    const {FS} = this;
    const former = FS.getPath(node);
    FS.mkdirTree(UNLINKED);
    const path = `${UNLINKED}/${this.pid}-${node.id}`;
    this.disk.relink(node, path);
    FS.symlink(former, `${path}${FORMERLY}`);
    for (const stream of FS.streams) if (stream?.node === node) stream.path = path;
    this.disk.note(path);
  }

  /** Opens the descriptors that a child inherits, and closes the standard streams that it doesn't. @param {Descriptor[]} descriptors */
  open(descriptors) {
    const {FS} = this;
    /** @type {Map<string, any>} */
    const opened = new Map();
    for (const {fd, terminal, file, ...rest} of descriptors) {
      if (terminal && fd > 2) this.put(this.openTerminal(terminal), fd);
      if (file === undefined) continue;
      const first = opened.get(rest.id ?? "");
      const stream = first ? FS.dupStream(first) : this.openFile({file, ...rest});
      if (!stream) continue;
      this.put(stream, fd);
      if (!first) opened.set(rest.id ?? "", stream);
    }
    for (const fd of STANDARD) if (!descriptors.some((given) => given.fd === fd) && FS.getStream(fd)) FS.close(FS.getStream(fd));
  }

  /** Opens a descriptor that another process sent. @param {Descriptor} given @returns {number} its descriptor, -1 if the file is gone */
  receive({terminal, file = "", ...rest}) {
    const {FS} = this;
    const open = rest.id && FS.streams.find((/** @type {any} */ stream) => stream?.shared.id === rest.id);
    const stream = terminal ? this.openTerminal(terminal) : open ? FS.dupStream(open) : this.openFile({file, ...rest});
    return stream?.fd ?? -1;
  }

  /** @param {"stdout" | "stderr"} terminal */
  openTerminal(terminal) {
    return this.FS.dupStream(this.FS.streams[terminal === "stdout" ? 1 : 2]);
  }

  /** @param {{file: string, flags?: number, position?: number, id?: string}} given @returns {any} null if the file is gone */
  openFile({file, flags = 0, position = 0, id = ""}) {
    if (!this.FS.analyzePath(file).exists) return null;
    const stream = this.FS.open(file, flags & ~CREATING);
    stream.position = position;
    if (id) this.share(id, stream.shared);
    return stream;
  }

  /** Moves a stream to a descriptor. @param {any} stream @param {number} fd */
  put(stream, fd) {
    const {FS} = this;
    if (stream.fd === fd) return;
    if (FS.getStream(fd)) FS.close(FS.getStream(fd));
    FS.closeStream(stream.fd);
    stream.fd = fd;
    FS.streams[fd] = stream;
  }

  /** Returns the positions that changed since the last call. @returns {PositionRecord[]} */
  moved() {
    const records = [];
    for (const [id, entry] of this.shared) {
      const {position} = entry.shared;
      if (position === entry.told) continue;
      entry.told = position;
      // No path: the machine keeps one record for each.
      records.push({path: `position ${id}`, kind: /** @type {const} */ ("position"), position});
    }
    return records;
  }

  /** Applies another process's changes. @param {(PositionRecord | import("../shared/records.js").FileRecord)[]} records */
  apply(records) {
    for (const record of records) {
      if (record.kind !== "position") continue;
      const entry = this.shared.get(record.path.slice("position ".length));
      if (entry) entry.told = entry.shared.position = record.position;
    }
  }
}
