// @ts-check
/**
 * Error numbers as Linux has them. Emscripten's C library numbers errors as WASI does, and CPython's C code hands such a
 * number with the library's message to OSError (PyErr_SetFromErrno). Here a call of that class is looked at first, by way of
 * `tp_vectorcall`, which CPython leaves empty: a pair that only C code makes, a number of WASI's with its own message, becomes
 * Linux's. What a program makes itself has Linux's numbers, since the module `errno` has them (kernel/base/error_numbers.py).
 *
 * @typedef {[number, number, string][]} Numbers WASI's number, Linux's, and Linux's words if they are others
 */
import {EAGAIN} from "./wasi-errors.js";

/** Offsets in a PyTypeObject and a PyObject, with pointers of 4 bytes. */
const [OB_TYPE, TP_FLAGS, TP_VECTORCALL] = [4, 84, 200];
const [LONG_SUBCLASS, UNICODE_SUBCLASS] = [1 << 24, 1 << 28];
const NARGS = 0x7fffffff; // without the flag that the place before the arguments may be used
/** What Modules/_io/bufferedio.c says itself, with EAGAIN. */
const BUFFERS = /^(read|write) could not complete without blocking$/;
/** A module that hands out the function which it is given, so that the function can stand in a table. */
const FORWARD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 9, 1, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 1, 0x7f], // (i32, i32, i32, i32) → i32
  ...[2, 7, 1, 1, 101, 1, 102, 0, 0], // import e.f
  ...[7, 5, 1, 1, 102, 0, 0], // export f
);

/** By WASI's number. @param {Numbers} numbers @returns {Map<number, {number: number, words: string}>} */
const keyed = (numbers) => new Map(numbers.map(([native, number, words]) => [native, {number, words}]));

export class ErrorNumbers {
  /** @param {Numbers} numbers empty: nothing is translated yet */
  constructor(numbers) {
    this.numbers = keyed(numbers);
    /** Of the interpreter. @type {any} */
    this.exports = null;
    this.place = 0;
    this.memory = new Uint32Array();
    this.octets = new Uint8Array();
    /** A word of memory that C functions write to. */
    this.scratch = 0;
  }

  /**
   * Takes a place in the table of functions: the same one in each start, for it stands in the memory of an image.
   * @param {WebAssembly.Instance} instance
   */
  connect({exports}) {
    this.exports = exports;
    const {f} = new WebAssembly.Instance(new WebAssembly.Module(FORWARD), {e: {f: this.call.bind(this)}}).exports;
    const table = /** @type {WebAssembly.Table} */ (exports.__indirect_function_table);
    this.place = table.grow(1);
    table.set(this.place, f);
  }

  /** From now on. @param {Numbers} numbers */
  translate(numbers) {
    this.numbers = keyed(numbers);
    const words = this.words();
    for (const name of ["PyExc_OSError", "PyExc_BlockingIOError"]) {
      const type = words[this.exports[name].value >>> 2];
      if (words[(type + TP_VECTORCALL) >>> 2]) throw new Error(`${name} has a tp_vectorcall, which this version of CPython hadn't`);
      words[(type + TP_VECTORCALL) >>> 2] = this.place;
    }
  }

  /** The interpreter's memory, in words. */
  words() {
    if (!this.memory.length) this.memory = new Uint32Array(this.exports.memory.buffer); // it has grown
    return this.memory;
  }

  /** The same, in bytes. */
  bytes() {
    if (!this.octets.length) this.octets = new Uint8Array(this.exports.memory.buffer);
    return this.octets;
  }

  /** Whether an object is of a built-in type or a subclass. @param {Uint32Array} words @param {number} object @param {number} flag */
  is(words, object, flag) {
    return Boolean(words[(words[(object + OB_TYPE) >>> 2] + TP_FLAGS) >>> 2] & flag);
  }

  /** A string of C's. @param {number} address */
  text(address) {
    const bytes = this.bytes();
    return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }

  /** Whether two strings of C's are equal. @param {number} one @param {number} other */
  equal(one, other) {
    const bytes = this.bytes();
    for (let index = 0; ; index += 1) {
      if (bytes[one + index] !== bytes[other + index]) return false;
      if (!bytes[one + index]) return true;
    }
  }

  /** @param {number} type @param {number} args @param {number} count @param {number} names @returns {number} the exception, or 0 */
  call(type, args, count, names) {
    const {exports} = this;
    const make = (/** @type {number} */ where) => exports._PyObject_MakeTpCall(exports.PyThreadState_Get(), type, where, count & NARGS, names);
    const found = names === 0 && (count & NARGS) >= 2 ? this.translated(args) : null;
    if (!found) return make(args);
    const size = count & NARGS;
    const copy = exports.malloc(4 * size);
    const words = this.words();
    words.copyWithin(copy >>> 2, args >>> 2, (args >>> 2) + size);
    const number = exports.PyLong_FromLong(found.number);
    const message = found.words ? this.string(found.words) : 0;
    this.words()[copy >>> 2] = number;
    if (message) this.words()[(copy >>> 2) + 1] = message;
    const made = make(copy);
    for (const object of [number, message]) if (object) exports.Py_DecRef(object);
    exports.free(copy);
    return made;
  }

  /** What C code says, in Linux's terms; null for anything else. @param {number} args */
  translated(args) {
    const words = this.words();
    const [number, message] = [words[args >>> 2], words[(args >>> 2) + 1]];
    if (!this.is(words, number, LONG_SUBCLASS) || !this.is(words, message, UNICODE_SUBCLASS)) return null;
    this.scratch ||= this.exports.malloc(4);
    const code = this.exports.PyLong_AsLongAndOverflow(number, this.scratch); // raises nothing for a number that is too great
    const known = this.numbers.get(code);
    if (!known) return null;
    const utf8 = this.exports.PyUnicode_AsUTF8(message);
    if (!utf8) {
      this.exports.PyErr_Clear(); // a lone surrogate, which no message of C's has
      return null;
    }
    if (this.equal(utf8, this.exports.strerror(code))) return known;
    return code === EAGAIN && BUFFERS.test(this.text(utf8)) ? {...known, words: ""} : null;
  }

  /** @param {string} text */
  string(text) {
    const bytes = new TextEncoder().encode(`${text}\0`);
    const address = this.exports.malloc(bytes.length);
    this.bytes().set(bytes, address);
    const made = this.exports.PyUnicode_FromString(address);
    this.exports.free(address);
    return made;
  }
}
