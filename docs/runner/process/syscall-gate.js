// @ts-check
/**
 * System calls that may wait for the machine. Its answer can be awaited only with no JavaScript on the stack, so the interpreter
 * imports a small WebAssembly function for each, instead of Emscripten's. It calls `ask`, and awaits a promise as in poll(). Then
 * the C stack is what it was, and `result` performs the call: only now may memory that the arguments point to be read or written.
 *
 * @typedef {(...args: number[]) => number} Syscall
 * @typedef {{ask(...args: number[]): Promise<unknown> | null, result(former: Syscall, ...args: number[]): number}} Handler
 *   `ask`: null if there is nothing to wait for; `former`: Emscripten's function
 */
import {CALL, CALL_INDIRECT, CODE, CONST, DROP, EMPTY, END, EQZ, EXPORTS, FUNCREF, FUNCTIONS, GET, I32, IF, IMPORTS, TABLES, TEE, TYPES, body, compile, name, signature} from "./foreign-calls.js";

const EXTERNREF = 0x6f;
const IS_NULL = 0xd1;
/** The calls, each with the number of its parameters, which are 32-bit integers. */
const CALLS = {
  __syscall_fcntl64: 3,
  __syscall_openat: 4,
  __syscall_mkdirat: 3,
  __syscall_mknodat: 4,
  __syscall_symlinkat: 3,
  __syscall_renameat: 4,
  __syscall_unlinkat: 3,
  __syscall_rmdir: 1,
};

/** @param {number} count of parameters */
function compileGate(count) {
  const parameters = Array(count).fill(I32);
  const all = parameters.flatMap((_, index) => [GET, index]);
  const promise = count;
  const code = [
    [...all, CALL, 0, TEE, promise, IS_NULL, EQZ, IF, EMPTY, GET, promise, CONST, 0, CALL_INDIRECT, 2, 0, DROP, END],
    [...all, CALL, 1],
  ];
  return compile([
    [TYPES, [signature(parameters, [I32]), signature(parameters, [EXTERNREF]), signature([EXTERNREF], [I32])]],
    [IMPORTS, [[...name("c"), ...name("ask"), 0, 1], [...name("c"), ...name("result"), 0, 0]]],
    [FUNCTIONS, [[0]]],
    [TABLES, [[FUNCREF, 0, 1]]],
    [EXPORTS, [[...name("call"), 0, 2], [...name("waits"), 1, 0]]],
    [CODE, [body(code, 1, EXTERNREF)]],
  ]);
}

export class SyscallGate {
  /** Replaces the imports before the interpreter is instantiated. @param {any} imports */
  constructor({env}) {
    /** What each call does once the interpreter belongs to a process. @type {Map<string, Handler>} */
    this.handlers = new Map();
    /** @type {WebAssembly.Table[]} */
    this.waits = [];
    /** By the number of parameters. @type {Map<number, WebAssembly.Module>} */
    const gates = new Map();
    for (const [name, count] of Object.entries(CALLS)) {
      if (!gates.has(count)) gates.set(count, compileGate(count));
      const former = env[name];
      // The number is what the gate drops.
      const ask = (/** @type {number[]} */ ...args) => this.handlers.get(name)?.ask(...args)?.then(() => 0) ?? null;
      const result = (/** @type {number[]} */ ...args) => this.handlers.get(name)?.result(former, ...args) ?? former(...args);
      const {exports} = new WebAssembly.Instance(/** @type {WebAssembly.Module} */ (gates.get(count)), {c: {ask, result}});
      this.waits.push(/** @type {WebAssembly.Table} */ (exports.waits));
      env[name] = exports.call;
    }
  }

  /** @param {WebAssembly.Instance} instance */
  connect({exports}) {
    for (const table of this.waits) table.set(0, exports.syscall_syncify);
  }

  /** Has a call handled. @param {keyof typeof CALLS} name @param {Handler} handler */
  handle(name, handler) {
    this.handlers.set(name, handler);
  }
}
