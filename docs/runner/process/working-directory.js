// @ts-check
/**
 * Directories that are in use, as Linux has them: the working directory is a directory and not a path, so it goes along when it is
 * renamed; and it can be removed, as an open one can. A removed directory is empty and has no path, and nothing can be created
 * in it (getcwd(3), rmdir(2)). Here it gets a hidden path, with which children inherit it.
 */
import {FORMERLY, UNLINKED, isKept} from "./file-names.js";
import {EINVAL, ENOENT, ENOTEMPTY} from "./wasi-errors.js";

/** A path that leaves a removed directory. */
const LEAVING = new RegExp(`^(${UNLINKED}/[^/]+)(?:/\\.?)*/\\.\\.(?=/|$)`);

export class WorkingDirectory {
  /** Replaces getcwd() before the interpreter is instantiated. @param {any} imports */
  constructor({env}) {
    /** Null until the interpreter belongs to a process. @type {any} */
    this.node = null;
    /** @type {any} */
    this.FS = null;
    /** The disk. @type {{note(path: string): void}} */
    this.disk = {note() {}};
    const former = env.__syscall_getcwd;
    env.__syscall_getcwd = (/** @type {number[]} */ ...args) => (this.node && isKept(this.node) ? -ENOENT : former(...args));
  }

  /** @param {any} FS @param {import("./disk.js").Disk} disk @param {import("./open-files.js").OpenFiles} openFiles */
  connect(FS, disk, openFiles) {
    Object.assign(this, {FS, disk, node: FS.lookupPath(FS.cwd()).node});
    const {chdir, lookupPath, mayCreate, mayDelete, readlink, rmdir} = FS;
    const cwd = () => FS.getPath(this.node);
    FS.cwd = cwd;
    FS.chdir = (/** @type {string} */ path) => {
      chdir.call(FS, path);
      this.node = FS.lookupPath(path, {follow: true}).node;
    };
    FS.lookupPath = (/** @type {string} */ path, /** @type {any} */ options) => lookupPath.call(FS, this.leave(path), options);
    FS.mayCreate = (/** @type {any} */ directory, /** @type {string} */ name) => (isKept(directory) ? ENOENT : mayCreate.call(FS, directory, name));
    FS.mayDelete = (/** @type {any[]} */ ...target) => {
      FS.cwd = () => ""; // Emscripten keeps the working directory from being removed
      try {
        return mayDelete.apply(FS, target);
      } finally {
        FS.cwd = cwd;
      }
    };
    FS.rmdir = (/** @type {string} */ path) => {
      const last = path.replace(/\/+$/, "").replace(/.*\//, "");
      if (last === "." || last === "..") throw new FS.ErrnoError(last === "." ? EINVAL : ENOTEMPTY);
      const node = disk.find(path);
      rmdir.call(FS, path);
      const isOpen = FS.streams.some((/** @type {any} */ stream) => stream?.node === node);
      if (isOpen || node === this.node) openFiles.link(node);
    };
    FS.readlink = (/** @type {string} */ path) => {
      const target = readlink.call(FS, path);
      return target.startsWith(`${UNLINKED}/`) ? `${this.former(target)} (deleted)` : target;
    };
    return this;
  }

  /** The path that something removed had. @param {string} path the hidden one @returns {string} */
  former(path) {
    const {exists, object} = this.FS.analyzePath(`${path}${FORMERLY}`, true);
    return exists ? object.link : path;
  }

  /** Makes a path that leaves a removed directory start where that was. @param {string} path */
  leave(path) {
    if (!path.includes("..")) return path;
    const [whole, directory] = LEAVING.exec(path.startsWith("/") ? path : `${this.FS.cwd()}/${path}`) ?? [];
    if (!whole || !directory) return path;
    const rest = (path.startsWith("/") ? path : `${this.FS.cwd()}/${path}`).slice(whole.length);
    return `${this.former(directory).replace(/\/[^/]*$/, "") || "/"}${rest}`;
  }

  /** The path by which another process finds a directory. @param {string} path @returns {string} Throws FS.ErrnoError */
  path(path) {
    const {path: found, node} = this.FS.lookupPath(path, {follow: true});
    if (isKept(node)) this.disk.note(found);
    return found;
  }
}
