// @ts-check
/**
 * Linux's error numbers. Emscripten's C library numbers errors as WASI does, and CPython's C code passes such a number and
 * the library's message to OSError (PyErr_SetFromErrno). These calls are intercepted through OSError's `tp_vectorcall`,
 * which CPython leaves empty: the combination of a WASI number and its own message, which only C code makes, is translated
 * to Linux's. A program's own calls use Linux's numbers, which the module `errno` has (kernel/base/error_numbers.py).
 *
 * @typedef {[number, number, string][]} Numbers WASI's number, Linux's, and Linux's message if it differs
 */
import {EAGAIN} from "./wasi-errors.js";

/** Offsets in a PyTypeObject and a PyObject, with pointers of 4 bytes. */
const [OB_TYPE, TP_FLAGS, TP_VECTORCALL] = [4, 84, 200];
const [LONG_SUBCLASS, UNICODE_SUBCLASS] = [1 << 24, 1 << 28];
const NARGS = 0x7fffffff; // masks the flag that permits use of the slot before the arguments
/** Messages that Modules/_io/bufferedio.c itself combines with EAGAIN. */
const BUFFERS = /^(read|write) could not complete without blocking$/;
/** A module that exports the function that it imports, so that a table can hold a JavaScript function. */
const FORWARD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 9, 1, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 1, 0x7f], // (i32, i32, i32, i32) → i32
  ...[2, 7, 1, 1, 101, 1, 102, 0, 0], // import e.f
  ...[7, 5, 1, 1, 102, 0, 0], // export f
);

/** By WASI's number. @param {Numbers} numbers @returns {Map<number, {number: number, words: string}>} */
const keyed = (numbers) => new Map(numbers.map(([native, number, words]) => [native, {number, words}]));

export class ErrorNumbers {
  /** @param {Numbers} numbers empty: nothing is translated until `translate` */
  constructor(numbers) {
    this.numbers = keyed(numbers);
    /** The interpreter's exports. @type {any} */
    this.exports = null;
    this.place = 0;
    this.memory = new Uint32Array();
    this.octets = new Uint8Array();
    /** A word of memory for C functions to write to. */
    this.scratch = 0;
  }

  /**
   * Reserves a slot in the function table: the same at each start, because the memory of an image refers to it.
   * @param {WebAssembly.Instance} instance
   */
  connect({exports}) {
    this.exports = exports;
    const {f} = new WebAssembly.Instance(new WebAssembly.Module(FORWARD), {e: {f: this.call.bind(this)}}).exports;
    const table = /** @type {WebAssembly.Table} */ (exports.__indirect_function_table);
    this.place = table.grow(1);
    table.set(this.place, f);
  }

  /** Starts translating. @param {Numbers} numbers */
  translate(numbers) {
    this.numbers = keyed(numbers);
    const words = this.words();
    for (const name of ["PyExc_OSError", "PyExc_BlockingIOError"]) {
      const type = words[this.exports[name].value >>> 2];
      if (words[(type + TP_VECTORCALL) >>> 2]) throw new Error(`${name} has a tp_vectorcall, unlike in the version of CPython that this code is for`);
      words[(type + TP_VECTORCALL) >>> 2] = this.place;
    }
  }

  /** The interpreter's memory as words. */
  words() {
    if (!this.memory.length) this.memory = new Uint32Array(this.exports.memory.buffer); // the memory has grown
    return this.memory;
  }

  /** The interpreter's memory as bytes. */
  bytes() {
    if (!this.octets.length) this.octets = new Uint8Array(this.exports.memory.buffer);
    return this.octets;
  }

  /** Whether an object is of a built-in type or a subclass. @param {Uint32Array} words @param {number} object @param {number} flag */
  is(words, object, flag) {
    return Boolean(words[(words[(object + OB_TYPE) >>> 2] + TP_FLAGS) >>> 2] & flag);
  }

  /** Decodes a C string. @param {number} address */
  text(address) {
    const bytes = this.bytes();
    return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }

  /** Whether two C strings are equal. @param {number} one @param {number} other */
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

  /** Translates arguments from C code to Linux's number and message; null for other arguments. @param {number} args */
  translated(args) {
    const words = this.words();
    const [number, message] = [words[args >>> 2], words[(args >>> 2) + 1]];
    if (!this.is(words, number, LONG_SUBCLASS) || !this.is(words, message, UNICODE_SUBCLASS)) return null;
    this.scratch ||= this.exports.malloc(4);
    const code = this.exports.PyLong_AsLongAndOverflow(number, this.scratch); // doesn't raise for a number that is too large
    const known = this.numbers.get(code);
    if (!known) return null;
    const utf8 = this.exports.PyUnicode_AsUTF8(message);
    if (!utf8) {
      this.exports.PyErr_Clear(); // a lone surrogate: not a message of the C library
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
