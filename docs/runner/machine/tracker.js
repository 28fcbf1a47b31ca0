// @ts-check
/**
 * The resource tracker of `multiprocessing`: a process that notes which names other processes create and unlink. When all of
 * them have ended, it unlinks what is left, and warns. Most programs leave nothing. So this object takes the place of a
 * process's worker and takes the notes; only if there is something to clean up, Python's own tracker gets a worker and reads
 * all notes from the beginning.
 *
 * Source: Lib/multiprocessing/resource_tracker.py of CPython 3.14.
 */
import {HUP, IN} from "./events.js";

const ALL = 1 << 20;
const KINDS = new Set(["semaphore", "shared_memory"]);

export class Tracker {
  /** @param {string} end what it reads */
  constructor(end) {
    this.end = end;
    /**
     * `start`: starts an interpreter, which reads all notes again.
     * @type {{read(size: number): {data: Uint8Array | null}, exit(status: number): void, start(notes: Uint8Array[]): void} | null}
     */
    this.process = null;
    /** The notes since the last time that nothing was left. @type {Uint8Array[]} */
    this.notes = [];
    /** @type {Set<string>} */
    this.left = new Set();
    this.rest = "";
    this.done = false;
    this.decoder = new TextDecoder();
  }

  /** Receives the machine's messages to the process. Called while the machine works on the end that this reads. @param {any} message */
  postMessage({type, id, events}) {
    if (type === "changed" && id === this.end) queueMicrotask(() => this.look(events));
  }

  terminate() {
    this.done = true;
  }

  /** @param {number} events */
  look(events) {
    const {process} = this;
    if (!process || this.done) return;
    for (;;) {
      const {data} = process.read(ALL);
      if (!data?.length) break;
      this.notes.push(data);
      if (!this.understands(data)) return this.start(process);
      if (!this.left.size && !this.rest) this.notes = [];
    }
    if (!(events & HUP) || events & IN) return;
    if (this.left.size || this.rest) return this.start(process);
    this.terminate();
    process.exit(0);
  }

  /** @param {NonNullable<Tracker["process"]>} process */
  start(process) {
    this.terminate();
    process.start(this.notes);
  }

  /** Takes notes from bytes. @param {Uint8Array} data @returns {boolean} false if they need Python's own tracker */
  understands(data) {
    const lines = (this.rest + this.decoder.decode(data, {stream: true})).split("\n");
    this.rest = /** @type {string} */ (lines.pop());
    return lines.every((line) => {
      const [, verb, resource, kind] = /^([A-Z]+):(.*:([a-z_]+))$/.exec(line) ?? [];
      if (verb === "PROBE") return true;
      if (!KINDS.has(kind)) return false;
      if (verb === "REGISTER") return Boolean(this.left.add(resource));
      return verb === "UNREGISTER" && this.left.delete(resource);
    });
  }
}
