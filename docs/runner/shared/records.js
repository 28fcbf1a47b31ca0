// @ts-check
/**
 * The records of files, memory, descriptors and addresses in messages between processes and the machine, and their checks.
 *
 * @typedef {{at: number, data: Uint8Array, appends: boolean}} Part
 * @typedef {{path: string, kind: "directory" | "link" | "socket" | "gone", mode: number, id?: string, target?: string}} NameRecord `id`: a directory's
 * @typedef {{path: string, kind: "file", id: string, mode: number, mtime: number, data: Uint8Array | Blob, part?: [from: number, to: number]}} WholeRecord
 *   `part`: its range in a blob shared with other files
 * @typedef {{path: string, kind: "parts", id: string, mode: number, mtime: number, size: number, cut: number, parts: Part[]}} PartsRecord
 *   `cut`: the shortest length that the file has had
 * @typedef {NameRecord | WholeRecord | PartsRecord} FileRecord
 * @typedef {{path: string, kind: "position", position: number}} PositionRecord the position of an open file that processes share
 * @typedef {{name: string, source: string, files: Record<string, string | Uint8Array>, arguments?: string[]}} Program everything
 *   loaded of a program; `files`: the modules that it imports
 * @typedef {{at: number, now: Uint8Array, was: Uint8Array}} Page a change of a segment of shared memory: its new and its old bytes
 */
import {any, bytes, count, exactly, list, number, optional, record, text, whole} from "./checks.js";

/** @typedef {import("./checks.js").Check} Check */

const file = {id: text, mode: number, mtime: number};
/** By kind. @type {Record<string, Check>} */
const KINDS = {
  directory: record({id: text}),
  link: record({target: text}),
  socket: any,
  gone: any,
  file: record({...file, data: (value) => bytes(value) || value instanceof Blob}),
  // Infinity: it was never shortened.
  parts: record({...file, size: count, cut: (value) => value === Infinity || count(value), parts: list(record({at: whole, data: bytes}))}),
  position: record({position: whole}),
};
const named = record({path: text, mode: optional(number)});
/** Records of files. */
export const FILES = list((value) => named(value) && Object.hasOwn(KINDS, value.kind) && KINDS[value.kind](value));
/** Changes of shared memory. */
export const PAGES = list(record({at: count, now: bytes, was: bytes}));
/** What descriptors refer to. */
export const DESCRIPTORS = list(record({end: optional(text), segment: optional(text), id: optional(text)}));
/** A Python socket address: a tuple, a path, or none. @type {Check} */
export const ADDRESS = (value) => optional(text)(value) || bytes(value) || list(any)(value);
/** An address that a socket is bound to, as in kernel/net/ports.py. `owner`: its process, added by the machine. */
export const BINDING = exactly({
  id: text, host: text, port: whole, kind: whole, reuse: any, share: any, v6only: any, listening: any, owner: optional(whole),
});
/** The settings of a process recorded with its parent: the reader's file, and the start of the recording in nanoseconds. */
export const RECORDED = record({program: text, start: number});
/** How a program of another process starts. */
export const COMMAND = {argv: list(text), env: record({}), cwd: text, descriptors: DESCRIPTORS};
