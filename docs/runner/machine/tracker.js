// @ts-check
/**
 * The resource tracker of `multiprocessing`: a process that takes notes of the names that other processes make and unlink,
 * until all of them have ended; then it unlinks what is left, and warns. Most programs leave nothing. So this stands where
 * a process's worker stands and takes the notes; only when there is something to do, Python's own tracker gets a worker,
 * and reads what came from the beginning.
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
     * `start`: with an interpreter, which finds the notes unread.
     * @type {{read(size: number): {data: Uint8Array | null}, exit(status: number): void, start(notes: Uint8Array[]): void} | null}
     */
    this.process = null;
    /** What came since nothing was left. @type {Uint8Array[]} */
    this.notes = [];
    /** @type {Set<string>} */
    this.left = new Set();
    this.rest = "";
    this.done = false;
    this.decoder = new TextDecoder();
  }

  /** What the machine tells a process. It comes while the machine is at work on the end that is to be read. @param {any} message */
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

  /** Notes what some bytes say. @param {Uint8Array} data @returns {boolean} false where there is more to it */
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
