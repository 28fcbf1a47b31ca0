// @ts-check
/**
 * Locks on files. Those of fcntl(2) are on a range of bytes; their owner is a process, or an open file description. Those of
 * flock(2) are on a whole file, for a description. The two kinds know nothing of each other, as on Linux.
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
    /** By file, the descriptions that have it locked as a whole, and whether alone. @type {Map<string, Map<string, boolean>>} */
    this.wholes = new Map();
    /** Who has an open file description, and how many times. @type {Map<string, Map<number, number>>} */
    this.holders = new Map();
    /** By file, workers that are told when a lock on it goes. @type {Map<string, Set<number>>} */
    this.waiting = new Map();
    /** Which owner waits for which, by who asked. @type {Map<string, {file: string, owner: string, blocker: string}>} */
    this.blocked = new Map();
  }

  /**
   * flock(2).
   * @param {number} pid @param {string} file @param {string} description @param {"shared" | "exclusive" | "none"} kind @param {boolean} waits
   * @returns {boolean} false where it has to wait; what it had is gone then, as on Linux
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
   * fcntl(2): F_SETLK, and F_SETLKW with the name of who asks in `waiter`.
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
    // What the owner has of these bytes is replaced; what is left of it stands on both sides.
    const rest = all.flatMap((other) => {
      if (other.owner !== range.owner || other.to <= range.from || range.to <= other.from) return [other];
      return [{...other, to: range.from}, {...other, from: range.to}].filter(({from, to}) => from < to);
    });
    if (!unlocks) rest.push(range);
    this.setRanges(file, rest);
    // A lock that became shared lets others in, too.
    this.freed(file);
    return "locked";
  }

  /** fcntl(2): F_GETLK. @param {string} file @param {Range} range @returns {Range | null} what is in the way */
  findRange(file, range) {
    return this.ranges.get(file)?.find((other) => conflict(range, other)) ?? null;
  }

  /** Whether an owner waits for another, directly or through others. Only processes' waits are told. @param {string} owner @param {string} other @returns {boolean} */
  waitsFor(owner, other, seen = new Set([owner])) {
    return [...this.blocked.values()].some((wait) => {
      if (wait.owner !== owner) return false;
      if (wait.blocker === other) return true;
      return !seen.has(wait.blocker) && this.waitsFor(wait.blocker, other, seen.add(wait.blocker));
    });
  }

  /** Somebody waits no more. @param {string} waiter */
  withdraw(waiter) {
    this.blocked.delete(waiter);
  }

  /** @param {number} pid @param {string} file */
  wait(pid, file) {
    this.waiting.set(file, (this.waiting.get(file) ?? new Set()).add(pid));
  }

  /** A lock on a file went. @param {string} file */
  freed(file) {
    const waiting = this.waiting.get(file) ?? new Set();
    this.waiting.delete(file);
    for (const [waiter, blocked] of this.blocked) if (blocked.file === file) this.blocked.delete(waiter); // they ask again
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

  /** A worker has an open file description, or another descriptor of one is on its way. @param {string} description @param {number} pid */
  hold(description, pid) {
    const holders = this.holders.get(description) ?? new Map();
    holders.set(pid, pid === CARRIED ? (holders.get(pid) ?? 0) + 1 : 1);
    this.holders.set(description, holders);
  }

  /** A worker has it no more; with the last one, its locks go. @param {number} pid @param {string} description */
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

  /** A worker runs no more. @param {number} pid */
  releaseAll(pid) {
    for (const description of [...this.holders.keys()]) this.release(pid, description);
    for (const waiting of this.waiting.values()) waiting.delete(pid);
    for (const waiter of [...this.blocked.keys()]) if (waiter.startsWith(`${pid}:`)) this.blocked.delete(waiter);
  }

  /** What processes ask for: see machine.js. @returns {Record<string, (process: {pid: number, process: number}, ...args: any[]) => unknown>} */
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
