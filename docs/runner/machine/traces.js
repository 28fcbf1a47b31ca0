// @ts-check
/**
 * Merges the events of a program's processes in order of time, for the timeline in the page (kernel/recording/live.py).
 *
 * Each process sends its events in order, and the time up to which it has sent all. An event goes to the page as soon as no other
 * process can still send an earlier one: it has sent all up to a later time, or is at rest on the instant clock. The clocks of all processes
 * agree, and the receiver of a message is never behind its sender (clock.js), so an event's cause always comes before it.
 */
import {Link} from "./clock.js";

export class Traces {
  /** @param {ReadonlyMap<number, {worker: object}>} processes @param {number} first the reader's program @param {import("./clock.js").Clock} clock @param {(lines: string) => void} tell */
  constructor(processes, first, clock, tell) {
    this.processes = processes;
    this.first = first;
    this.clock = clock;
    this.tell = tell;
    /** The time up to which each recorded process has sent its events. @type {Map<number, number>} */
    this.until = new Map();
    /** Waiting events, in order of arrival. @type {{time: number, pid: number, line: string}[]} */
    this.waiting = [];
  }

  /** Registers a child of a recorded process, which is recorded too. @param {number} parent @param {number} pid */
  begin(parent, pid) {
    for (const each of [parent, pid]) if (!this.until.has(each)) this.until.set(each, -Infinity);
  }

  /** @param {number} pid @param {{lines: string, times: string, until: number}} told */
  add(pid, {lines, times, until}) {
    if (!this.until.size) {
      if (lines) this.tell(lines); // the program has had only one process so far
      return;
    }
    this.until.set(pid, until);
    const each = lines ? lines.split("\n") : [];
    const at = times.split("\n").map(Number);
    for (const [index, line] of each.entries()) this.waiting.push({time: times ? at[index] : -Infinity, pid, line});
    this.release();
  }

  /** Notes that a process is at rest on the instant clock: it has sent all events so far, and later ones will have later times. @param {number} pid */
  rest(pid) {
    if (!this.until.has(pid)) return;
    this.until.set(pid, this.clock.course.now() * 1e6);
    this.release();
  }

  /** Notes that a process has ended and sends no more events. @param {number} pid */
  end(pid) {
    if (pid === this.first) this.until.clear();
    else this.until.delete(pid);
    this.release();
  }

  /** Sends the events that can be sent. */
  release() {
    if (!this.waiting.length) return;
    const limit = Math.min(...[...this.until].filter(([pid]) => !this.isAtRest(pid)).map(([, until]) => until));
    const found = this.waiting.filter(({time}) => time <= limit);
    if (!found.length) return;
    this.waiting = this.waiting.filter(({time}) => time > limit);
    found.sort((one, other) => one.time - other.time || one.pid - other.pid);
    this.tell(found.map(({line}) => line).join("\n"));
  }

  /** Whether a process sends nothing until something wakes it. @param {number} pid */
  isAtRest(pid) {
    const worker = this.processes.get(pid)?.worker;
    return worker instanceof Link && worker.isAtRest();
  }
}
