// @ts-check
/**
 * Waits of C code: for some time, or for another thread to release a lock. The code that docs/_site/wasm_patch.py puts into
 * the interpreter requests them by calling poll() without a descriptor, after it has released the interpreter's lock.
 */
import {mayWaitInC, running} from "./thread-states.js";

const TIME = 0; // passed as the number of descriptors if their address isn't that of a lock
const SIZE_OF_POLLFD = 8;

export class WaitsInC {
  /**
   * @param {{module: any, suspend(fds: number, timeout: number): Promise<number>, wake(ident: number): void}} suspension
   * @param {(ident: number) => void} enter tells the kernel which thread runs
   */
  constructor(suspension, enter) {
    this.suspension = suspension;
    this.enter = enter;
    /** Threads that wait in C code. @type {Set<number>} */
    this.suspended = new Set();
    /** The lock that each waits for: the address of a byte, whose lowest bit is set while the lock is taken. @type {Map<number, number>} */
    this.locks = new Map();
  }

  /**
   * @param {number} address @param {number} count @param {number} timeout milliseconds, negative: forever
   * @returns {Promise<number> | null} null: the thread can't be suspended
   */
  wait(address, count, timeout) {
    const {module} = this.suspension;
    if (!mayWaitInC(module)) return null;
    const ident = running(module);
    this.suspended.add(ident);
    if (count !== TIME) this.locks.set(ident, address);
    const fds = module._malloc(SIZE_OF_POLLFD);
    module.HEAP32[fds >> 2] = ident;
    module.HEAP32[(fds + 4) >> 2] = 0;
    return this.suspension.suspend(fds, timeout).then(() => {
      module._free(fds);
      this.locks.delete(ident);
      return 0;
    });
  }

  /** Wakes the first thread whose lock is free. Called when a thread is about to be suspended or has ended, since it may have released locks. */
  check() {
    const given = new Set();
    for (const [ident, address] of this.locks) {
      if (given.has(address) || this.suspension.module.HEAPU8[address] & 1) continue;
      given.add(address);
      this.locks.delete(ident);
      this.suspension.wake(ident);
    }
  }

  /** Tells the kernel which thread was resumed, if it waited in C code; the kernel knows the others. @param {number} ident */
  resumed(ident) {
    if (this.suspended.delete(ident)) this.enter(ident);
  }
}
