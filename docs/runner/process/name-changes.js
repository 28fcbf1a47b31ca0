// @ts-check
/**
 * Calls that change names: they create, move or remove a file or a directory. On Linux each of them happens at once for all
 * processes, and programs rely on it: of two that create a lock file with O_EXCL, make a directory, or rename a job to claim
 * it, one succeeds. Here each process has its own file system, which learns of changes by messages. So while there are
 * other processes, a process changes names only in its turn (machine/names.js): when the turn has come, all former changes
 * have arrived, and its own are sent before it passes the turn on.
 *
 * A call that would fail or find what it needs in any case is not a change, and needs no turn.
 */
import {mayWaitInC} from "./thread-states.js";

// The numbers of Emscripten's C library.
const O_CREAT = 0o100;
const AT_FDCWD = -100;

export class NameChanges {
  /**
   * @param {any} module with the gate @param {any} FS
   * @param {{ask(op: string, args: unknown[]): Promise<unknown>, tell(op: string, args: unknown[]): void, isShared(): boolean}} process
   *   `ask` stops all threads until the answer arrives; `tell` first sends what has changed
   */
  constructor(module, FS, process) {
    this.module = module;
    this.FS = FS;
    this.process = process;
    /** Whether the turn is this process's. */
    this.hasTurn = false;
    const creates = (/** @type {number} */ at, /** @type {number} */ path) => !this.exists(at, path, false);
    const removes = (/** @type {number} */ at, /** @type {number} */ path) => this.exists(at, path, false);
    /** @type {import("./syscall-gate.js").SyscallGate} */
    const gate = module.syscallGate;
    /** @param {Parameters<typeof gate.handle>[0]} name @param {(...args: number[]) => boolean} isChange */
    const handle = (name, isChange) => gate.handle(name, {ask: (...args) => (this.mayAsk() && isChange(...args) ? this.ask() : null), result: (...call) => this.result(...call)});
    handle("__syscall_openat", (at, path, flags) => (flags & O_CREAT) !== 0 && !this.exists(at, path, true));
    handle("__syscall_mkdirat", creates);
    handle("__syscall_mknodat", creates);
    handle("__syscall_symlinkat", (_, at, path) => creates(at, path));
    handle("__syscall_renameat", removes);
    handle("__syscall_unlinkat", removes);
    handle("__syscall_rmdir", (path) => removes(AT_FDCWD, path));
  }

  mayAsk() {
    return this.process.isShared() && mayWaitInC(this.module);
  }

  /** Whether there is something by a name. @param {number} at the descriptor of a directory, or AT_FDCWD @param {number} address of the path @param {boolean} follows a link */
  exists(at, address, follows) {
    const {FS} = this;
    const path = this.module.UTF8ToString(address);
    const base = path.startsWith("/") || at === AT_FDCWD ? "" : `${FS.getStream(at)?.path}/`;
    return FS.analyzePath(base + path, !follows).exists;
  }

  async ask() {
    await this.process.ask("takeNames", []);
    this.hasTurn = true;
  }

  /** @param {import("./syscall-gate.js").Syscall} former @param {number[]} args */
  result(former, ...args) {
    try {
      return former(...args);
    } finally {
      if (this.hasTurn) {
        this.hasTurn = false;
        this.process.tell("passNames", []);
      }
    }
  }
}
