// @ts-check
import {AT_START} from "../shared/signals.js";

/** A worker: a process with its main interpreter, or another interpreter of one. */
export class Process {
  /**
   * @param {number} pid @param {number} parent the worker that hears of its end @param {{group: number, session: number}} place
   * @param {number} [process] of which it is another interpreter
   */
  constructor(pid, parent, {group, session}, process = pid) {
    this.pid = pid;
    this.process = process;
    this.parent = parent;
    this.group = group;
    this.session = session;
    this.dispositions = new Map(AT_START);
    /** Signals that wait until a stopped process is continued. @type {Set<number>} */
    this.waiting = new Set();
    /** The signal that stopped it, 0 while it isn't stopped. */
    this.stopped = 0;
    /** How far it is: what makes sense to hear from it. @type {import("./requests.js").Speaker["stage"]} */
    this.stage = "booting";
    /** Processes that asked to hear of its end. @type {Set<number>} */
    this.watchers = new Set();
    /** How many programs it has run: the present one has taken the place of the others (execve(2)). */
    this.generation = 0;
    /** Whom the machine tells what concerns it: an interpreter, or what stands for one. @type {{postMessage(message: object): void, terminate(): void}} */
    this.worker = NOBODY;
  }

  /**
   * Takes signals as a new program does: it ignores what was ignored, and has no other handlers than those that it starts with.
   * @param {Process} from @param {{defaults: number[], blocked: number[]}} command @returns {number[]} the signals that it ignores
   */
  inherit(from, {defaults, blocked}) {
    const ignored = [...from.dispositions.keys()].filter((signum) => from.dispositions.get(signum) === "ignore" && !defaults.includes(signum));
    this.dispositions = new Map(AT_START);
    for (const signum of ignored) this.dispositions.set(signum, "ignore");
    for (const signum of blocked) this.dispositions.set(signum, "handler"); // it lets them wait
    return ignored;
  }

  get isMain() {
    return this.pid === this.process;
  }
}

/** Before a process has a worker. */
const NOBODY = {postMessage() {}, terminate() {}};
