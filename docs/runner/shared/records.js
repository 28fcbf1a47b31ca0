// @ts-check
/**
 * How files, memory, descriptors and addresses go between processes and the machine, and what is checked of them.
 *
 * @typedef {{at: number, data: Uint8Array, appends: boolean}} Part
 * @typedef {{path: string, kind: "directory" | "link" | "socket" | "gone", mode: number, target?: string}} NameRecord
 * @typedef {{path: string, kind: "file", id: string, mode: number, mtime: number, data: Uint8Array | Blob, part?: [from: number, to: number]}} WholeRecord
 *   `part`: where it is in a blob that other files share
 * @typedef {{path: string, kind: "parts", id: string, mode: number, mtime: number, size: number, cut: number, parts: Part[]}} PartsRecord
 *   `cut`: how much of the file was left at its shortest
 * @typedef {NameRecord | WholeRecord | PartsRecord} FileRecord
 * @typedef {{path: string, kind: "position", position: number}} PositionRecord where an open file stands that processes share
 * @typedef {{name: string, source: string, files: Record<string, string | Uint8Array>, arguments?: string[]}} Program all that is
 *   loaded of one; `files`: those that it imports
 * @typedef {{at: number, now: Uint8Array, was: Uint8Array}} Page of a segment of shared memory: what it holds, and what it held
 */
import {any, bytes, count, exactly, list, number, optional, record, text, whole} from "./checks.js";

/** @typedef {import("./checks.js").Check} Check */

const file = {id: text, mode: number, mtime: number};
/** By kind. @type {Record<string, Check>} */
const KINDS = {
  directory: any,
  link: record({target: text}),
  socket: any,
  gone: any,
  file: record({...file, data: (value) => bytes(value) || value instanceof Blob}),
  // It was cut nowhere: at infinity.
  parts: record({...file, size: count, cut: (value) => value === Infinity || count(value), parts: list(record({at: whole, data: bytes}))}),
  position: record({position: whole}),
};
const named = record({path: text, mode: optional(number)});
/** What may be told of files. */
export const FILES = list((value) => named(value) && Object.hasOwn(KINDS, value.kind) && KINDS[value.kind](value));
/** Pieces of shared memory. */
export const PAGES = list(record({at: count, now: bytes, was: bytes}));
/** What descriptors refer to. */
export const DESCRIPTORS = list(record({end: optional(text), segment: optional(text), id: optional(text)}));
/** An address as Python has it: a tuple, a path, or none. @type {Check} */
export const ADDRESS = (value) => optional(text)(value) || bytes(value) || list(any)(value);
/** An address that a socket is bound to, as kernel/net/ports.py tells it. `owner`: its process, which the machine adds. */
export const BINDING = exactly({
  id: text, host: text, port: whole, kind: whole, reuse: any, share: any, v6only: any, listening: any, owner: optional(whole),
});
/** What a process that is recorded with its parent has to know: the reader's file, and when that started, in nanoseconds. */
export const RECORDED = record({program: text, start: number});
/** How another program of a process begins. */
export const COMMAND = {argv: list(text), env: record({}), cwd: text, descriptors: DESCRIPTORS};
