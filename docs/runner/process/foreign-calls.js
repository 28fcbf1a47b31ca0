// @ts-check
/**
 * libffi without JavaScript on the stack: calls of C functions by ctypes, and of Python callbacks by C. Pyodide's libffi makes
 * them in JavaScript, below which nothing can be suspended. Here each signature gets a small WebAssembly function that passes
 * the arguments, so that a callback may wait and threads may switch inside `qsort`.
 *
 * Not covered, and still called by Pyodide's libffi without switching threads (docs/_site/pyodide_patch.py): variadic functions,
 * structures passed by value, `long double`, and functions whose type isn't what the caller declares.
 *
 * @typedef {{type: number, load: number, store: number}} Passing a WebAssembly type, and the instructions that load and store it
 */
export const [I32, I64, F32, F64, FUNCREF] = [0x7f, 0x7e, 0x7d, 0x7c, 0x70];
const [VOID, STRUCT] = [0, 13];
const WORD = {type: I32, load: 0x28, store: 0x36};
const LONG = {type: I64, load: 0x29, store: 0x37};
/** By libffi's type number (ffi.h). @type {Record<number, Passing>} */
const PASSING = {
  1: WORD, 9: WORD, 10: WORD, 14: WORD, 11: LONG, 12: LONG,
  2: {type: F32, load: 0x2a, store: 0x38},
  3: {type: F64, load: 0x2b, store: 0x39},
  5: {type: I32, load: 0x2d, store: 0x3a},
  6: {type: I32, load: 0x2c, store: 0x3a},
  7: {type: I32, load: 0x2f, store: 0x3b},
  8: {type: I32, load: 0x2e, store: 0x3b},
};
// Opcodes and section numbers of the binary format.
export const [IF, END, RETURN, CALL, CALL_INDIRECT, DROP] = [0x04, 0x0b, 0x0f, 0x10, 0x11, 0x1a];
export const [GET, TEE, GET_GLOBAL, SET_GLOBAL, GET_ENTRY] = [0x20, 0x22, 0x23, 0x24, 0x25];
export const [CONST, EQZ, ADD, SUBTRACT, AND] = [0x41, 0x45, 0x6a, 0x6b, 0x71];
export const EMPTY = 0x40;
/** ref.test of a function against type 0. */
const IS_TYPE_0 = [0xfb, 0x14, 0x00];
export const [TYPES, IMPORTS, FUNCTIONS, TABLES, EXPORTS, CODE] = [1, 2, 3, 4, 7, 10];

/** @param {number} number @returns {number[]} an unsigned number in LEB128 */
const uleb = (number) => (number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...uleb(number >>> 7)]);
/** @param {number} number @returns {number[]} a signed number in LEB128 */
const sleb = (number) => (number >= -0x40 && number < 0x40 ? [number & 0x7f] : [(number & 0x7f) | 0x80, ...sleb(number >> 7)]);
/** @param {string} text */
export const name = (text) => [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];
/** @param {number[][]} items */
const list = (items) => [...uleb(items.length), ...items.flat()];
/** @param {number[]} parameters @param {number[]} results */
export const signature = (parameters, results) => [0x60, ...list(parameters.map((type) => [type])), ...list(results.map((type) => [type]))];
/** A load or store instruction at an offset. @param {number} instruction @param {number} offset */
const at = (instruction, offset) => [instruction, 0, ...uleb(offset)];
/** @param {number[][]} code @param {number} [locals] how many variables @param {number} [type] of them */
export const body = (code, locals = 0, type = I32) => {
  const content = [...(locals ? [1, locals, type] : [0]), ...code.flat(), END];
  return [...uleb(content.length), ...content];
};
/** @param {[number, number[][]][]} sections */
export function compile(sections) {
  const bytes = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  for (const [number, items] of sections) {
    const content = list(items);
    bytes.push(number, ...uleb(content.length), ...content);
  }
  return new WebAssembly.Module(new Uint8Array(bytes));
}
const MEMORY = [...name("c"), ...name("memory"), 2, 0, 0];
const TABLE = [...name("c"), ...name("table"), 1, FUNCREF, 0, 0];

/**
 * Compiles (function, result address, argument addresses) → whether the function had the type and was called.
 * @param {number} result @param {number[]} parameters numbers of libffi's types
 */
function compileCall(result, parameters) {
  const passed = parameters.map((type) => PASSING[type]);
  const returned = PASSING[result];
  const type = signature([...(result === STRUCT ? [I32] : []), ...passed.map(({type}) => type)], returned ? [returned.type] : []);
  const code = [
    [GET, 0, GET_ENTRY, 0, ...IS_TYPE_0, EQZ, IF, EMPTY, CONST, 0, RETURN, END],
    result === VOID ? [] : [GET, 1],
    ...passed.map(({load}, index) => [GET, 2, ...at(WORD.load, 4 * index), ...at(load, 0)]),
    [GET, 0, CALL_INDIRECT, 0, 0],
    returned ? at(returned.store, 0) : [],
    [CONST, 1],
  ];
  return compile([
    [TYPES, [type, signature([I32, I32, I32], [I32])]],
    [IMPORTS, [MEMORY, TABLE]],
    [FUNCTIONS, [[1]]],
    [EXPORTS, [[...name("f"), 0, 0]]],
    [CODE, [body(code)]],
  ]);
}

/**
 * Compiles a function of the signature that calls the one given to `ffi_prep_closure_loc`: (cif, result, arguments, user data).
 * @param {number} result @param {number[]} parameters numbers of libffi's types
 */
function compileCallback(result, parameters) {
  const passed = parameters.map((type) => PASSING[type]);
  const returned = PASSING[result];
  const first = result === STRUCT ? 1 : 0;
  const type = signature([...(first ? [I32] : []), ...passed.map(({type}) => type)], returned ? [returned.type] : []);
  const [stack, frame] = [first + passed.length, first + passed.length + 1];
  // On the C stack: the result, the addresses of the arguments, the arguments.
  const addresses = 16;
  const values = addresses + 8 * Math.ceil(passed.length / 2);
  const place = (/** @type {number} */ index) => values + 8 * index;
  const field = (/** @type {number} */ offset) => [GET_GLOBAL, 1, ...at(WORD.load, offset)];
  const code = [
    [GET_GLOBAL, 0, TEE, stack, CONST, ...sleb(place(passed.length)), SUBTRACT, CONST, ...sleb(-16), AND, TEE, frame, SET_GLOBAL, 0],
    ...passed.flatMap(({type, store}, index) => [
      [GET, frame, GET, first + index, ...at(type === I32 ? WORD.store : store, place(index))],
      [GET, frame, GET, frame, CONST, ...sleb(place(index)), ADD, ...at(WORD.store, addresses + 4 * index)],
    ]),
    [...field(4), GET, first ? 0 : frame, GET, frame, CONST, ...sleb(addresses), ADD, ...field(12), ...field(8), CALL_INDIRECT, 1, 0],
    [GET, stack, SET_GLOBAL, 0],
    returned ? [GET, frame, ...at(returned.type === I32 ? WORD.load : returned.load, 0)] : [],
  ];
  return compile([
    [TYPES, [type, signature([I32, I32, I32, I32], [])]],
    [IMPORTS, [MEMORY, TABLE, [...name("c"), ...name("stack"), 3, I32, 1], [...name("c"), ...name("closure"), 3, I32, 0]]],
    [FUNCTIONS, [[0]]],
    [EXPORTS, [[...name("f"), 0, 0]]],
    [CODE, [body(code, 2)]],
  ]);
}

/** Compiles the replacement of `ffi_call_js`: it calls the function for the signature if there is one, otherwise the original. */
function compileGate() {
  const all = [GET, 0, GET, 1, GET, 2, GET, 3];
  const code = [
    [GET, 0, CALL, 0, TEE, 4, IF, EMPTY, GET, 1, GET, 2, GET, 3, GET, 4, CALL_INDIRECT, 2, 0, IF, EMPTY, RETURN, END, END],
    [...all, CALL, 1],
  ];
  return compile([
    [TYPES, [signature([I32, I32, I32, I32], []), signature([I32], [I32]), signature([I32, I32, I32], [I32])]],
    [IMPORTS, [[...name("c"), ...name("find"), 0, 1], [...name("c"), ...name("former"), 0, 0]]],
    [FUNCTIONS, [[0]]],
    [TABLES, [[FUNCREF, 0, 1]]],
    [EXPORTS, [[...name("call"), 0, 2], [...name("calls"), 1, 0]]],
    [CODE, [body(code, 1)]],
  ]);
}

export class ForeignCalls {
  /** Replaces the import before the interpreter is instantiated. @param {any} imports */
  constructor({env}) {
    /** The interpreter's exports. @type {any} */
    this.exports = null;
    this.words = new Uint32Array();
    /** The index of each signature's function in the gate's table; 0: none. @type {Map<string, number>} */
    this.calls = new Map();
    /** @type {Map<string, WebAssembly.Module>} */
    this.callbacks = new Map();
    const find = (/** @type {number} */ cif) => this.find(cif);
    this.gate = new WebAssembly.Instance(compileGate(), {c: {find, former: env.ffi_call_js}}).exports;
    env.ffi_call_js = this.gate.call;
    const prepare = env.ffi_prep_closure_loc_js;
    env.ffi_prep_closure_loc_js = (/** @type {[number, number, number, number, number]} */ ...args) => prepare(...args) || this.prepare(...args);
  }

  /** @param {WebAssembly.Instance} instance */
  connect({exports}) {
    this.exports = exports;
  }

  /** A word of the interpreter's memory. @param {number} address @returns {number} */
  word(address) {
    if (!this.words.length) this.words = new Uint32Array(this.exports.memory.buffer); // the memory has grown
    return this.words[address >>> 2];
  }

  /** @param {number} type the address of a struct ffi_type @returns {number} the number of the type; for a struct with one member, the member's */
  kind(type) {
    const kind = this.word(type + 4) >>> 16;
    if (kind !== STRUCT) return kind;
    const members = this.word(type + 8);
    const member = this.word(members);
    if (!member) return VOID;
    return this.word(members + 4) ? STRUCT : this.kind(member);
  }

  /**
   * The types in a `struct ffi_cif`: the result, then the parameters; empty if the signature isn't covered.
   * @param {number} cif @returns {number[]}
   */
  describe(cif) {
    const count = this.word(cif + 4);
    if (this.word(cif + 24) !== count) return []; // variadic
    const result = this.kind(this.word(cif + 12));
    const types = this.word(cif + 8);
    const parameters = Array.from({length: count}, (_, index) => this.kind(this.word(types + 4 * index)));
    const covered = parameters.every((type) => type in PASSING) && (result in PASSING || result === VOID || result === STRUCT);
    return covered ? [result, ...parameters] : [];
  }

  /** The imports of a signature's module. */
  surroundings() {
    return {memory: this.exports.memory, table: this.exports.__indirect_function_table};
  }

  /** The index of a signature's function in the gate's table. @param {number} cif */
  find(cif) {
    const [result, ...parameters] = this.describe(cif);
    const key = [result, ...parameters].join();
    const known = this.calls.get(key);
    if (known !== undefined) return known;
    let index = 0;
    if (result !== undefined) {
      const calls = /** @type {WebAssembly.Table} */ (this.gate.calls);
      index = calls.grow(1);
      calls.set(index, new WebAssembly.Instance(compileCall(result, parameters), {c: this.surroundings()}).exports.f);
    }
    this.calls.set(key, index);
    return index;
  }

  /**
   * Replaces the function in a callback's table slot by ours.
   * @param {number} closure @param {number} cif @param {number} _function @param {number} _data @param {number} place the slot
   */
  prepare(closure, cif, _function, _data, place) {
    const [result, ...parameters] = this.describe(cif);
    if (result === undefined) return 0;
    const key = [result, ...parameters].join();
    const module = this.callbacks.get(key) ?? compileCallback(result, parameters);
    this.callbacks.set(key, module);
    const {exports} = new WebAssembly.Instance(module, {c: {...this.surroundings(), stack: this.exports.__stack_pointer, closure}});
    this.exports.__indirect_function_table.set(place, exports.f);
    return 0;
  }
}
