// @ts-check
import {AT_START} from "./signals.js";

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
    /** Whom the machine tells what concerns it: an interpreter, or what stands for one. @type {{postMessage(message: object): void, terminate(): void}} */
    this.worker = NOBODY;
  }

  get isMain() {
    return this.pid === this.process;
  }
}

/** Before a process has a worker. */
const NOBODY = {postMessage() {}, terminate() {}};
