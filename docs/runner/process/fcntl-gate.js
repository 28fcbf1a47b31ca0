// @ts-check
/**
 * fcntl() for C code. Emscripten's grants every lock, and the machine's answer can be awaited only with no JavaScript on the
 * stack. So the interpreter imports a small WebAssembly function instead. It calls `ask`: null means that the result is known
 * or the call is not about a lock; a promise is awaited as in poll().
 */
import {CALL, CALL_INDIRECT, CODE, CONST, END, EXPORTS, FUNCREF, FUNCTIONS, GET, I32, IF, IMPORTS, TABLES, TEE, TYPES, body, compile, name, signature} from "./foreign-calls.js";

const EXTERNREF = 0x6f;
const [IS_NULL, ELSE] = [0xd1, 0x05];
const PARAMETERS = [I32, I32, I32];

function compileGate() {
  const all = [GET, 0, GET, 1, GET, 2];
  const code = [
    [...all, CALL, 0, TEE, 3, IS_NULL, IF, I32, ...all, CALL, 1],
    [ELSE, GET, 3, CONST, 0, CALL_INDIRECT, 2, 0, END],
  ];
  return compile([
    [TYPES, [signature(PARAMETERS, [I32]), signature(PARAMETERS, [EXTERNREF]), signature([EXTERNREF], [I32])]],
    [IMPORTS, [[...name("c"), ...name("ask"), 0, 1], [...name("c"), ...name("result"), 0, 0]]],
    [FUNCTIONS, [[0]]],
    [TABLES, [[FUNCREF, 0, 1]]],
    [EXPORTS, [[...name("fcntl"), 0, 2], [...name("waits"), 1, 0]]],
    [CODE, [body(code, 1, EXTERNREF)]],
  ]);
}

export class FcntlGate {
  /** Replaces the import before the interpreter is instantiated. @param {any} imports */
  constructor({env}) {
    /** Set once the interpreter belongs to a process. @type {import("./file-locks.js").FileLocks | null} */
    this.locks = null;
    const former = env.__syscall_fcntl64;
    const ask = (/** @type {[number, number, number]} */ ...args) => this.locks?.ask(...args) ?? null;
    const result = (/** @type {[number, number, number]} */ ...args) => this.locks?.take() ?? former(...args);
    this.gate = new WebAssembly.Instance(compileGate(), {c: {ask, result}}).exports;
    env.__syscall_fcntl64 = this.gate.fcntl;
  }

  /** @param {WebAssembly.Instance} instance */
  connect({exports}) {
    /** @type {WebAssembly.Table} */ (this.gate.waits).set(0, exports.syscall_syncify);
  }
}
