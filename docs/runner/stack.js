// @ts-check
/**
 * Lets deep recursion raise RecursionError. CPython compares the stack pointer with a limit that it reckons from the size
 * of its own stack, 10 MB. But WebAssembly's calls use the browser's stack too, about 1 MB of it, and where that ends the
 * interpreter crashes. So the limit is set anew: before a thread starts, and as it goes deeper.
 *
 * What a call takes of the browser's stack can't be read; it was measured in Chromium, for many kinds of recursion, and for code that
 * the browser has not optimized yet, which takes more.
 */

/** Where a PyThreadState keeps these; bytes. CPython 3.14.2 on wasm32. */
const PY_RECURSION_REMAINING = 32;
const PY_RECURSION_LIMIT = 36;
const C_STACK_SOFT_LIMIT = 712;
/** The browser's stack, less something to be safe; bytes. */
const NATIVE = 800_000;
/** What is taken of it per byte of CPython's own stack: by C calling C (repr of nested lists), by Python calling C calling Python. */
const PER_BYTE = {c: 11, python: 3};
/** What a Python function that C calls takes of CPython's own stack at most, sort() and its like apart. */
const PER_CALL = 600;
/** From this depth on, ticks have to come often for the limit to keep up. */
export const DEEP = 50_000;

export class Stack {
  /** @param {any} module */
  constructor(module) {
    this.module = module;
    /** Where the stack of a call begins that JavaScript makes and that can't be suspended. */
    this.base = 0;
    const promisingApply = module.promisingApply;
    module.promisingApply = (/** @type {unknown[]} */ ...args) => {
      this.limit(0);
      return promisingApply(...args);
    };
  }

  /** Calls Python directly. @template T @param {() => T} call @returns {T} */
  call(call) {
    const outer = this.base;
    this.base = this.module.stackSave();
    this.limit(0);
    try {
      return call();
    } finally {
      this.base = outer;
    }
  }

  /** Lets the limit follow the running code; returns how deep that is, in bytes. */
  follow() {
    const used = Math.max((this.base || this.module.stackStop) - this.module.stackSave(), 0);
    this.limit(used);
    return used;
  }

  /** @param {number} used */
  limit(used) {
    const {HEAPU32, HEAP32} = this.module;
    const state = this.module._PyThreadState_Get();
    const calls = HEAP32[(state + PY_RECURSION_LIMIT) >> 2] - HEAP32[(state + PY_RECURSION_REMAINING) >> 2];
    // The rest was taken by C that calls itself, which must not move the limit.
    const python = Math.min(used, calls * PER_CALL, NATIVE / PER_BYTE.python);
    const left = (NATIVE - python * PER_BYTE.python) / PER_BYTE.c;
    HEAPU32[(state + C_STACK_SOFT_LIMIT) >> 2] = this.module.stackSave() + used - python - left;
  }
}
