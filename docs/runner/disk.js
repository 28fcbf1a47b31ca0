// @ts-check
/**
 * Files that processes share. Each process has Emscripten's file system in its own memory; what it changes is sent to the
 * others before anything else leaves it, so that whoever hears of a file finds it.
 *
 * @typedef {{path: string, kind: "file" | "directory" | "link" | "socket" | "gone", mode: number, data?: Uint8Array, target?: string}} FileRecord
 */

/** What is each process's own. */
const PRIVATE = ["/dev", "/proc"];
const MODE_BITS = 0o7777;
const O_ACCMODE = 3;
const S_IFSOCK = 0o140000;
const S_IFREG = 0o100000;

export class Disk {
  /** @param {any} FS */
  constructor(FS) {
    this.FS = FS;
    /** Paths that changed here, in order of their first change. @type {Set<string>} */
    this.changed = new Set();
    this.applying = false;
    /** What new files don't permit; Emscripten has no such thing. */
    this.umask = 0o022;
    /** The directory of the last file that was added. @type {{path: string, directory: any}} */
    this.last = {path: "", directory: null};
    this.watch();
  }

  /** Notes each change that goes through Emscripten's file system. */
  watch() {
    const {FS} = this;
    const absolute = (/** @type {string} */ path) => (path.startsWith("/") ? path : `${FS.cwd()}/${path}`).replace(/\/+$/, "");
    const note = (/** @type {string} */ path) => this.note(absolute(path));
    FS.trackingDelegate = {
      onWriteToFile: note,
      onMakeDirectory: note,
      onDeletePath: note,
      onMakeSymlink: (/** @type {string} */ _, /** @type {string} */ path) => note(path),
      onMovePath: (/** @type {string} */ from, /** @type {string} */ to) => {
        note(from);
        this.noteAll(absolute(to));
      },
    };
    const {mknod} = FS;
    FS.mknod = (/** @type {string} */ path, /** @type {number} */ mode, /** @type {number} */ device) => mknod.call(FS, path, mode & ~this.umask, device);
    // What the delegate is not told of. Files are opened and truncated by a path or a node.
    for (const name of ["chmod", "truncate", "open"]) {
      const original = FS[name];
      FS[name] = (/** @type {any} */ file, /** @type {any[]} */ ...rest) => {
        if (name === "open") rest[1] = (rest[1] ?? 0o666) & ~this.umask;
        const result = original.call(FS, file, ...rest);
        const writes = name !== "open" || (result.flags & O_ACCMODE) !== 0;
        const node = name === "open" ? result.node : typeof file === "string" ? FS.lookupPath(file).node : file;
        if (writes && FS.isFile(node.mode)) note(typeof file === "string" ? file : FS.getPath(file));
        return result;
      };
    }
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

  /** The file of a Unix-domain socket. @param {string} path */
  makeSocket(path) {
    const {FS} = this;
    FS.writeFile(path, "");
    // Emscripten's own nodes for sockets can't be asked for anything, not even their type.
    FS.lookupPath(path).node.mode = S_IFSOCK | 0o755;
    this.note(path);
  }

  /** What changed since the last call. @returns {FileRecord[]} */
  take() {
    const records = [...this.changed].map((path) => this.record(path));
    this.changed.clear();
    return records;
  }

  /** @param {string} path @returns {FileRecord} */
  record(path) {
    const {FS} = this;
    try {
      const {mode} = FS.lstat(path);
      if (FS.isLink(mode)) return {path, kind: "link", mode: 0, target: FS.readlink(path)};
      if (FS.isDir(mode)) return {path, kind: "directory", mode: mode & MODE_BITS};
      if (FS.isSocket(mode)) return {path, kind: "socket", mode: mode & MODE_BITS};
      if (!FS.isFile(mode)) return {path, kind: "gone", mode: 0};
      return {path, kind: "file", mode: mode & MODE_BITS, data: FS.readFile(path)};
    } catch {
      return {path, kind: "gone", mode: 0};
    }
  }

  /** Takes over what another process changed. @param {(FileRecord | import("./open-files.js").PositionRecord)[]} records */
  apply(records) {
    this.applying = true;
    this.last = {path: "", directory: null};
    try {
      for (const record of records) if (record.kind !== "position") this.put(record);
    } finally {
      this.applying = false;
    }
  }

  /**
   * Adds a file to a directory that is there, as most are when a process starts: without a copy, without a search for each.
   * @param {string} path @param {number} mode @param {Uint8Array} data @returns {boolean} false if that can't be
   */
  add(path, mode, data) {
    const slash = path.lastIndexOf("/");
    const above = path.slice(0, slash) || "/";
    if (above !== this.last.path) {
      const {exists, object} = this.FS.analyzePath(above);
      if (!exists || !this.FS.isDir(object.mode)) return false;
      this.last = {path: above, directory: object};
    }
    const {directory} = this.last;
    const name = path.slice(slash + 1);
    if (!directory.node_ops.mknod || directory.contents?.[name] !== undefined) return false;
    const node = directory.node_ops.mknod(directory, name, S_IFREG | mode, 0);
    node.contents = data;
    node.usedBytes = data.length;
    return true;
  }

  /** @param {FileRecord} record */
  put({path, kind, mode, data, target}) {
    const {FS} = this;
    if (kind === "file" && this.add(path, mode, /** @type {Uint8Array} */ (data))) return;
    const there = FS.analyzePath(path, true).exists ? FS.lstat(path).mode : 0;
    this.last.path = "";
    if (kind === "gone" || (there && kind === "link") || (there && FS.isDir(there) !== (kind === "directory"))) {
      if (there) (FS.isDir(there) ? FS.rmdir : FS.unlink)(path);
      if (kind === "gone") return;
    }
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
    if (kind === "link") FS.symlink(target, path);
    else if (kind === "socket") there || this.makeSocket(path);
    else if (kind === "file") FS.writeFile(path, data);
    else if (!there) FS.mkdir(path);
    if (kind !== "link") FS.chmod(path, mode);
  }
}
