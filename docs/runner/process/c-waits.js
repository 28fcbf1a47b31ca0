// @ts-check
/**
 * C code that waits: until some time has passed, or until another thread has let go of a lock. What docs/_site/wasm_patch.py
 * put into the interpreter asks for it through poll() without a descriptor, after it has let go of the interpreter's lock.
 */
import {mayWaitInC, running} from "./thread-states.js";

const TIME = 0; // in the place of the number of descriptors, if there is no lock in the place of their address
const SIZE_OF_POLLFD = 8;

export class WaitsInC {
  /**
   * @param {{module: any, suspend(fds: number, timeout: number): Promise<number>, wake(ident: number): void}} suspension
   * @param {(ident: number) => void} enter tells the kernel which thread runs
   */
  constructor(suspension, enter) {
    this.suspension = suspension;
    this.enter = enter;
    /** Threads that C code has let wait. @type {Set<number>} */
    this.suspended = new Set();
    /** The locks that they wait for: bytes, taken if the lowest bit is set. @type {Map<number, number>} */
    this.locks = new Map();
  }

  /**
   * @param {number} address @param {number} count @param {number} timeout milliseconds, negative for ever
   * @returns {Promise<number> | null} null: it can't be suspended
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

  /** A thread is about to be suspended, or has ended: it may have let go of locks. The first that waits for one goes on. */
  check() {
    const given = new Set();
    for (const [ident, address] of this.locks) {
      if (given.has(address) || this.suspension.module.HEAPU8[address] & 1) continue;
      given.add(address);
      this.locks.delete(ident);
      this.suspension.wake(ident);
    }
  }

  /** A thread goes on. The kernel knows it, unless C code let it wait. @param {number} ident */
  resumed(ident) {
    if (this.suspended.delete(ident)) this.enter(ident);
  }
}
