// @ts-check
/**
 * Puts the events of a program's processes into one order, by their times, for the timeline in the page (kernel/recording/live.py).
 *
 * Each process tells its events in their order, and with them up to when it has told all. An event goes to the page as soon as no other
 * process can still tell an earlier one: it has told all up to later, or is at rest on the instant clock. The clocks of all processes show
 * the same time, and one that hears from another is never behind what that one has seen (clock.js); so what caused an event comes before it.
 */
import {Link} from "./clock.js";

export class Traces {
  /** @param {ReadonlyMap<number, {worker: object}>} processes @param {number} first the reader's program @param {import("./clock.js").Clock} clock @param {(lines: string) => void} tell */
  constructor(processes, first, clock, tell) {
    this.processes = processes;
    this.first = first;
    this.clock = clock;
    this.tell = tell;
    /** Up to when each process that is recorded has told its events. @type {Map<number, number>} */
    this.until = new Map();
    /** In the order in which they came. @type {{time: number, pid: number, line: string}[]} */
    this.waiting = [];
  }

  /** A process starts another one, which will be recorded too. @param {number} parent @param {number} pid */
  begin(parent, pid) {
    for (const each of [parent, pid]) if (!this.until.has(each)) this.until.set(each, -Infinity);
  }

  /** @param {number} pid @param {{lines: string, times: string, until: number}} told */
  hear(pid, {lines, times, until}) {
    if (!this.until.size) {
      if (lines) this.tell(lines); // the program's process has been alone so far
      return;
    }
    this.until.set(pid, until);
    const each = lines ? lines.split("\n") : [];
    const at = times.split("\n").map(Number);
    for (const [index, line] of each.entries()) this.waiting.push({time: times ? at[index] : -Infinity, pid, line});
    this.release();
  }

  /** On the instant clock, a process is at rest, and has told all. What comes later will be later than now. @param {number} pid */
  rest(pid) {
    if (!this.until.has(pid)) return;
    this.until.set(pid, this.clock.course.now() * 1e6);
    this.release();
  }

  /** A process has ended: what it has told is all. @param {number} pid */
  end(pid) {
    if (pid === this.first) this.until.clear();
    else this.until.delete(pid);
    this.release();
  }

  /** Tells what can be told. */
  release() {
    if (!this.waiting.length) return;
    const limit = Math.min(...[...this.until].filter(([pid]) => !this.isAtRest(pid)).map(([, until]) => until));
    const found = this.waiting.filter(({time}) => time <= limit);
    if (!found.length) return;
    this.waiting = this.waiting.filter(({time}) => time > limit);
    found.sort((one, other) => one.time - other.time || one.pid - other.pid);
    this.tell(found.map(({line}) => line).join("\n"));
  }

  /** Whether nothing more comes from a process before something wakes it. @param {number} pid */
  isAtRest(pid) {
    const worker = this.processes.get(pid)?.worker;
    return worker instanceof Link && worker.isAtRest();
  }
}
