// @ts-check
/**
 * How files and memory go between processes and the machine: types alone.
 *
 * @typedef {{at: number, data: Uint8Array, appends: boolean}} Part
 * @typedef {{path: string, kind: "directory" | "link" | "socket" | "gone", mode: number, target?: string}} NameRecord
 * @typedef {{path: string, kind: "file", id: string, mode: number, mtime: number, data: Uint8Array | Blob, part?: [from: number, to: number]}} WholeRecord
 *   `part`: where it is in a blob that other files share
 * @typedef {{path: string, kind: "parts", id: string, mode: number, mtime: number, size: number, cut: number, parts: Part[]}} PartsRecord
 *   `cut`: how much of the file was left at its shortest
 * @typedef {NameRecord | WholeRecord | PartsRecord} FileRecord
 * @typedef {{path: string, kind: "position", position: number}} PositionRecord where an open file stands that processes share
 * @typedef {{at: number, now: Uint8Array, was: Uint8Array}} Page of a segment of shared memory: what it holds, and what it held
 */
export {};
