// @ts-check
/**
 * This process's side of file locks (machine/file-locks.js): what a descriptor refers to, which locks closing it releases, and
 * fcntl() for C code. SQLite, for example, takes its locks in C, on one byte or a few of a file.
 */
import {mayWaitInC} from "./thread-states.js";
import {EAGAIN, EBADF, EINVAL} from "./wasi-errors.js";

// The numbers of Emscripten's C library.
const [F_GETLK, F_SETLK, F_SETLKW] = [12, 13, 14];
const [F_RDLCK, F_WRLCK, F_UNLCK] = [0, 1, 2];
const [SEEK_SET, SEEK_CUR] = [0, 1];
const O_ACCMODE = 3;
const [O_RDONLY, O_WRONLY] = [0, 1];
// The offsets in a struct flock.
const [TYPE, WHENCE, START, LENGTH, PID] = [0, 2, 8, 16, 24];

/** The byte that SQLite locks in the index of a write-ahead log. */
const UNIX_SHM_DMS = 128;

/** @typedef {{file: string, description: string, flags: number, position: number, size: number}} Target */

export class FileLocks {
  /**
   * @param {any} module with the gate @param {any} FS
   * @param {{identify(node: any): string}} disk @param {{nameDescription(shared: any): string}} openFiles
   * @param {{tell(op: string, args: unknown[]): void, ask(op: string, args: unknown[]): Promise<unknown>, isShared(): boolean}} process
   *   `isShared`: whether there are other processes; `ask` stops all threads until the answer arrives
   */
  constructor(module, FS, disk, openFiles, process) {
    this.module = module;
    this.FS = FS;
    this.disk = disk;
    this.openFiles = openFiles;
    this.process = process;
    /** Files of which this process has locked a range. @type {Set<string>} */
    this.locked = new Set();
    /** The result of the last call of C code; null if it wasn't about locks. @type {number | null} */
    this.result = null;
    /** The lock that it found in its way. @type {any} */
    this.found = null;
    const {close} = FS;
    FS.close = (/** @type {any} */ stream) => {
      const {node, shared} = stream;
      close.call(FS, stream);
      this.closed(node, shared);
    };
    /** @type {import("./syscall-gate.js").SyscallGate} */
    const gate = module.syscallGate;
    gate.handle("__syscall_fcntl64", {ask: (fd, command, parameters) => this.ask(fd, command, parameters), result: (former, ...args) => this.take(...args) ?? former(...args)});
  }

  /** @param {any} node @param {any} shared */
  closed(node, shared) {
    // Closing any descriptor of a file releases the process's locks on it (fcntl(2)).
    if (this.locked.size && this.FS.isFile(node.mode)) {
      const file = this.disk.identify(node);
      if (this.locked.delete(file)) this.process.tell("closedFile", [file]);
    }
    if (shared.id && !this.FS.streams.some((/** @type {any} */ stream) => stream?.shared === shared)) this.process.tell("closedDescription", [shared.id]);
  }

  /** What a descriptor refers to. @param {number} fd @param {boolean} isRange @returns {Target | null} */
  target(fd, isRange) {
    const stream = this.FS.getStream(fd);
    if (!stream) return null;
    const {node, shared, flags, position} = stream;
    const file = this.disk.identify(node);
    if (isRange) this.locked.add(file);
    return {file, description: this.openFiles.nameDescription(shared), flags, position, size: node.usedBytes ?? 0};
  }

  /**
   * Begins a call of fcntl() by C code.
   * @param {number} fd @param {number} command @param {number} parameters where the address of the struct flock is stored
   * @returns {Promise<void> | null} null: `take` knows the result
   */
  ask(fd, command, parameters) {
    this.result = null;
    if (command !== F_GETLK && command !== F_SETLK && command !== F_SETLKW) return null;
    const answer = this.perform(fd, command, this.module.HEAPU32[parameters >>> 2]);
    if (answer instanceof Promise) return answer.then((result) => void (this.result = result));
    this.result = answer;
    return null;
  }

  /** The result of the call that `ask` began, null if it isn't about locks. @param {number[]} call */
  take(...[, command, parameters]) {
    if (command === F_GETLK && this.result === 0) this.describe(this.module.HEAPU32[parameters >>> 2], this.found);
    return this.result;
  }

  /** @param {number} fd @param {number} command @param {number} address @returns {Promise<number> | number} */
  perform(fd, command, address) {
    const {HEAP16, HEAP32} = this.module;
    const type = HEAP16[(address + TYPE) >> 1];
    const target = this.target(fd, true);
    if (!target) return -EBADF;
    const mode = target.flags & O_ACCMODE;
    if (command !== F_GETLK && ((type === F_RDLCK && mode === O_WRONLY) || (type === F_WRLCK && mode === O_RDONLY))) return -EBADF;
    const long = (/** @type {number} */ offset) => HEAP32[(address + offset + 4) >> 2] * 2 ** 32 + (HEAP32[(address + offset) >> 2] >>> 0);
    const whence = HEAP16[(address + WHENCE) >> 1];
    const base = whence === SEEK_SET ? 0 : whence === SEEK_CUR ? target.position : target.size;
    const [from, to] = extent(base + long(START), long(LENGTH));
    if (from < 0) return -EINVAL;
    const range = {exclusive: type === F_WRLCK || (type === F_RDLCK && this.isIndex(fd, from)), from, to};
    const unlocks = type === F_UNLCK;
    if (command === F_GETLK) {
      const found = (/** @type {any} */ other) => {
        this.found = other;
        return 0;
      };
      return this.canAsk() ? this.process.ask("findLock", [target.file, range]).then(found) : this.process.isShared() ? -EAGAIN : found(null);
    }
    // No other process can hold a lock, so every request is granted.
    if (unlocks || !this.process.isShared()) {
      this.process.tell("lockRange", [target.file, range, unlocks]);
      return 0;
    }
    if (!this.canAsk()) return -EAGAIN;
    // All threads are stopped, so this one can't wait until another process unlocks.
    return this.process.ask("lockRange", [target.file, range, unlocks]).then((answer) => (answer === "locked" ? 0 : -EAGAIN));
  }

  /**
   * Whether it is the lock with which SQLite claims the index of a write-ahead log. On Linux all processes map that file and
   * see each other's changes in it, which they can't here. So only one process gets the lock; in the others SQLite
   * retries for ten seconds and raises an error. Source: unixLockSharedMemory in os_unix.c of SQLite.
   * @param {number} fd @param {number} from
   */
  isIndex(fd, from) {
    return from === UNIX_SHM_DMS && this.FS.getStream(fd).node.name.endsWith("-shm");
  }

  canAsk() {
    return this.process.isShared() && mayWaitInC(this.module);
  }

  /** @param {number} address @param {{exclusive: boolean, from: number, to: number, pid: number} | null} range */
  describe(address, range) {
    const {HEAP16, HEAP32} = this.module;
    HEAP16[(address + TYPE) >> 1] = !range ? F_UNLCK : range.exclusive ? F_WRLCK : F_RDLCK;
    if (!range) return;
    HEAP16[(address + WHENCE) >> 1] = SEEK_SET;
    const put = (/** @type {number} */ offset, /** @type {number} */ value) => {
      HEAP32[(address + offset) >> 2] = value;
      HEAP32[(address + offset + 4) >> 2] = Math.floor(value / 2 ** 32);
    };
    put(START, range.from);
    put(LENGTH, range.to === Infinity ? 0 : range.to - range.from);
    HEAP32[(address + PID) >> 2] = range.pid;
  }
}

/** The first byte and the one after the last; a length of 0 reaches to the end, a negative one back from the start. @param {number} start @param {number} length */
const extent = (start, length) => (length === 0 ? [start, Infinity] : length > 0 ? [start, start + length] : [start + length, start]);
