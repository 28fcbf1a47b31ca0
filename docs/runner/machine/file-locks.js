// @ts-check
/**
 * File locks. Those of fcntl(2) cover a range of bytes, and belong to a process or to an open file description. Those of
 * flock(2) cover a whole file, and belong to a description. As on Linux, the two kinds don't interact.
 *
 * @typedef {import("./streams.js").Send} Send
 * @typedef {{owner: string, exclusive: boolean, from: number, to: number, pid: number}} Range `to`: the byte after the last, or Infinity; `pid`: -1 for a description's
 */

import {CARRIED} from "./streams.js";

/** @param {Range} range @param {Range} other */
const conflict = (range, other) => range.owner !== other.owner && (range.exclusive || other.exclusive) && range.from < other.to && other.from < range.to;

export class FileLocks {
  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    /** By file. @type {Map<string, Range[]>} */
    this.ranges = new Map();
    /** By file, the descriptions that hold a flock(2) lock, and whether it is exclusive. @type {Map<string, Map<string, boolean>>} */
    this.wholes = new Map();
    /** The workers that hold an open file description, with counts. @type {Map<string, Map<number, number>>} */
    this.holders = new Map();
    /** By file, the workers to notify when a lock on it is released. @type {Map<string, Set<number>>} */
    this.waiting = new Map();
    /** By waiter, which owner waits for which. @type {Map<string, {file: string, owner: string, blocker: string}>} */
    this.blocked = new Map();
  }

  /**
   * flock(2).
   * @param {number} pid @param {string} file @param {string} description @param {"shared" | "exclusive" | "none"} kind @param {boolean} waits
   * @returns {boolean} false if it has to wait; its former lock is released even then, as on Linux
   */
  lock(pid, file, description, kind, waits) {
    this.hold(description, pid);
    const locks = this.wholes.get(file) ?? new Map();
    const exclusive = kind === "exclusive";
    if (locks.get(description) === exclusive && kind !== "none") return true;
    if (locks.delete(description)) this.freed(file);
    if (kind !== "none" && [...locks.values()].some((alone) => alone || exclusive)) {
      if (waits) this.wait(pid, file);
      return false;
    }
    if (kind !== "none") locks.set(description, exclusive);
    if (locks.size) this.wholes.set(file, locks);
    else this.wholes.delete(file);
    return true;
  }

  /**
   * fcntl(2): F_SETLK, and F_SETLKW with the caller's name in `waiter`.
   * @param {number} pid @param {string} file @param {Range} range @param {boolean} unlocks @param {string} [waiter]
   * @returns {"locked" | "busy" | "deadlock"}
   */
  lockRange(pid, file, range, unlocks, waiter) {
    const all = this.ranges.get(file) ?? [];
    if (waiter) this.blocked.delete(waiter);
    if (!unlocks) {
      const blocker = all.find((other) => conflict(range, other));
      if (blocker && waiter) {
        if (this.waitsFor(blocker.owner, range.owner)) return "deadlock";
        this.blocked.set(waiter, {file, owner: range.owner, blocker: blocker.owner});
        this.wait(pid, file);
      }
      if (blocker) return "busy";
    }
    // The owner's locks on these bytes are replaced; their remainders on both sides stay.
    const rest = all.flatMap((other) => {
      if (other.owner !== range.owner || other.to <= range.from || range.to <= other.from) return [other];
      return [{...other, to: range.from}, {...other, from: range.to}].filter(({from, to}) => from < to);
    });
    if (!unlocks) rest.push(range);
    this.setRanges(file, rest);
    // A lock that became shared admits others, too.
    this.freed(file);
    return "locked";
  }

  /** fcntl(2): F_GETLK. @param {string} file @param {Range} range @returns {Range | null} a conflicting range */
  findRange(file, range) {
    return this.ranges.get(file)?.find((other) => conflict(range, other)) ?? null;
  }

  /** Whether an owner waits for another, directly or through others. Only waits of processes are known. @param {string} owner @param {string} other @returns {boolean} */
  waitsFor(owner, other, seen = new Set([owner])) {
    return [...this.blocked.values()].some((wait) => {
      if (wait.owner !== owner) return false;
      if (wait.blocker === other) return true;
      return !seen.has(wait.blocker) && this.waitsFor(wait.blocker, other, seen.add(wait.blocker));
    });
  }

  /** Removes a waiter. @param {string} waiter */
  withdraw(waiter) {
    this.blocked.delete(waiter);
  }

  /** @param {number} pid @param {string} file */
  wait(pid, file) {
    this.waiting.set(file, (this.waiting.get(file) ?? new Set()).add(pid));
  }

  /** Notifies the waiters after a lock on a file was released. @param {string} file */
  freed(file) {
    const waiting = this.waiting.get(file) ?? new Set();
    this.waiting.delete(file);
    for (const [waiter, blocked] of this.blocked) if (blocked.file === file) this.blocked.delete(waiter); // they will ask again
    for (const pid of waiting) this.send(pid, {type: "unlocked", file});
  }

  /** @param {string} file @param {Range[]} ranges */
  setRanges(file, ranges) {
    if (ranges.length) this.ranges.set(file, ranges);
    else this.ranges.delete(file);
  }

  /** All ranges of an owner. @param {string} owner @param {string[]} [files] */
  dropOwner(owner, files = [...this.ranges.keys()]) {
    for (const file of files) {
      const all = this.ranges.get(file) ?? [];
      const rest = all.filter((range) => range.owner !== owner);
      if (rest.length === all.length) continue;
      this.setRanges(file, rest);
      this.freed(file);
    }
  }

  /** Counts a worker's reference to an open file description, or one in transit. @param {string} description @param {number} pid */
  hold(description, pid) {
    const holders = this.holders.get(description) ?? new Map();
    holders.set(pid, pid === CARRIED ? (holders.get(pid) ?? 0) + 1 : 1);
    this.holders.set(description, holders);
  }

  /** Drops a worker's reference; the last one releases the description's locks. @param {number} pid @param {string} description */
  release(pid, description) {
    const holders = this.holders.get(description);
    const held = holders?.get(pid);
    if (!holders || !held) return;
    if (held > 1) return void holders.set(pid, held - 1);
    holders.delete(pid);
    if (holders.size) return;
    this.holders.delete(description);
    this.dropOwner(description);
    for (const [file, locks] of this.wholes) {
      if (!locks.delete(description)) continue;
      if (!locks.size) this.wholes.delete(file);
      this.freed(file);
    }
  }

  /** Drops all references of an ended worker. @param {number} pid */
  releaseAll(pid) {
    for (const description of [...this.holders.keys()]) this.release(pid, description);
    for (const waiting of this.waiting.values()) waiting.delete(pid);
    for (const waiter of [...this.blocked.keys()]) if (waiter.startsWith(`${pid}:`)) this.blocked.delete(waiter);
  }

  /** The operations that processes may call (machine.js). @returns {Record<string, (process: {pid: number, process: number}, ...args: any[]) => unknown>} */
  operations() {
    /** @param {{process: number}} process @param {any} range @returns {Range} */
    const complete = ({process}, {description, ...range}) => ({...range, owner: description ?? `process ${process}`, pid: description ? -1 : process});
    return {
      lockFile: ({pid}, file, description, kind, waits) => this.lock(pid, file, description, kind, waits),
      lockRange: (process, file, range, unlocks, waiter) => {
        if (range.description) this.hold(range.description, process.pid);
        return this.lockRange(process.pid, file, complete(process, range), unlocks, waiter);
      },
      findLock: (process, file, range) => this.findRange(file, complete(process, range)),
      withdrawLock: (_, waiter) => this.withdraw(waiter),
      closedFile: ({process}, file) => this.dropOwner(`process ${process}`, [file]),
      closedDescription: ({pid}, description) => this.release(pid, description),
    };
  }
}
