// @ts-check
import {AT_START} from "../shared/signals.js";

/** A worker: a process with its main interpreter, or another interpreter of one. */
export class Process {
  /**
   * @param {number} pid @param {number} parent the worker that is told of its end @param {{group: number, session: number}} place
   * @param {number} [process] the process of which it is another interpreter
   */
  constructor(pid, parent, {group, session}, process = pid) {
    this.pid = pid;
    this.process = process;
    this.parent = parent;
    this.group = group;
    this.session = session;
    this.dispositions = new Map(AT_START);
    /** Signals that are pending until the stopped process is continued. @type {Set<number>} */
    this.waiting = new Set();
    /** The signal that stopped it, 0 while it isn't stopped. */
    this.stopped = 0;
    /** Its stage, which decides which messages it may send. @type {import("./requests.js").Speaker["stage"]} */
    this.stage = "booting";
    /** Processes to notify of its end. @type {Set<number>} */
    this.watchers = new Set();
    /** How many programs it has run, each replacing the previous one (execve(2)). */
    this.generation = 0;
    /** The receiver of its messages: an interpreter, or a stand-in. @type {{postMessage(message: object): void, terminate(): void}} */
    this.worker = NOBODY;
  }

  /**
   * Sets the signal dispositions of a new program: ignored signals stay ignored, and only CPython's initial handlers are set.
   * @param {Process} from @param {{defaults: number[], blocked: number[]}} command @returns {number[]} the signals that it ignores
   */
  inherit(from, {defaults, blocked}) {
    const ignored = [...from.dispositions.keys()].filter((signum) => from.dispositions.get(signum) === "ignore" && !defaults.includes(signum));
    this.dispositions = new Map(AT_START);
    for (const signum of ignored) this.dispositions.set(signum, "ignore");
    for (const signum of blocked) this.dispositions.set(signum, "handler"); // blocked: they stay pending
    return ignored;
  }

  get isMain() {
    return this.pid === this.process;
  }
}

/** The receiver until a process has a worker. */
const NOBODY = {postMessage() {}, terminate() {}};
