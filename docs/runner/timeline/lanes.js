// @ts-check
/**
 * The lanes of a timeline, in order of creation: a process contains threads, a thread contains its loop's callbacks and tasks.
 *
 * @typedef {import("./types.js").Event} Event
 * @typedef {import("./types.js").Lane} Lane
 * @typedef {import("./types.js").Point} Point
 */

const DEFAULT_NAME = /^Task-\d+$/;
/** Threads that `concurrent.futures` and `multiprocessing` start for themselves. */
const HELPER_THREAD = /^(?:Thread-\d+(?: \(_\w+\))?|QueueFeederThread)$/;
/** Classes of asyncio whose coroutines programs run in tasks. */
const OF_ASYNCIO = /^(?:Queue|PriorityQueue|LifoQueue|Event|Lock|Condition|Semaphore|BoundedSemaphore|Barrier|StreamReader|StreamWriter|Process|Server)\./;

export class Lanes {
  /** @param {number} most the most separate lanes; all further tasks share one */
  constructor(most) {
    this.most = most;
    /** @type {Lane[]} */
    this.all = [];
    /** @type {Map<string, Lane>} */
    this.byKey = new Map();
    /** How many tasks run a coroutine of a name. @type {Map<string, Lane[]>} */
    this.namesakes = new Map();
    /** @type {Lane | null} */
    this.rest = null;
  }

  /** Whether the next task shares a lane. */
  get full() {
    return this.all.length >= this.most;
  }

  /** @param {number} process @param {Lane["kind"]} kind @param {number | undefined} number @returns {Lane | undefined} */
  find(process, kind, number) {
    return this.byKey.get(`${process}/${kind}/${number}`);
  }

  /** @param {Event} event @param {Record<string, any>} detail @param {Point} at @returns {Lane} */
  task({process, thread, task}, detail, at) {
    const given = !DEFAULT_NAME.test(detail.name);
    const helper = Boolean(detail.library) && /\.|^_/.test(detail.coroutine) && !OF_ASYNCIO.test(detail.coroutine);
    const words = detail.coroutine.split(".");
    const function_ = (helper ? words.at(-2) : null) ?? words.at(-1);
    const lane = this.#create("task", `${process}/task/${task}`, given ? detail.name : function_, at);
    if (lane.kind === "rest") return lane;
    Object.assign(lane, {given, used: true, helper});
    lane.parent = `${process}/thread/${thread}`;
    if (!given) this.#number(function_, lane);
    return lane;
  }

  /** Numbers tasks of the same coroutine, and threads of the same function. @param {string} name @param {Lane} lane */
  #number(name, lane) {
    const namesakes = this.namesakes.get(name) ?? [];
    this.namesakes.set(name, namesakes);
    namesakes.push(lane);
    if (namesakes.length < 2) return;
    for (const [index, each] of namesakes.entries()) if (!each.given) each.name = `${name} ${index + 1}`;
  }

  /** @param {Lane} lane @param {string} name */
  rename(lane, name) {
    if (lane.kind !== "rest") Object.assign(lane, {name, given: true});
  }

  /** @param {Event} event @param {Point | undefined} born @param {string | null} [name] @returns {Lane} */
  thread({process, thread, time}, born, name) {
    const key = `${process}/thread/${thread}`;
    const found = this.byKey.get(key);
    if (found) return found;
    const shown = name ?? (thread === 1 ? "main thread" : `thread ${thread}`);
    const [, target = ""] = /^Thread-\d+ \((.*)\)$/.exec(shown) ?? [];
    const lane = this.#create("thread", key, target || shown, born ?? beginning(time));
    if (target) this.#number(target, lane);
    lane.parent = `${process}/process/${process}`;
    lane.helper = HELPER_THREAD.test(shown);
    return lane;
  }

  /** The lane of a loop's callbacks, just below its thread. @param {Event} event @param {Point | undefined} born @returns {Lane} */
  loop({process, thread, time}, born) {
    const key = `${process}/loop/${thread}`;
    const found = this.byKey.get(key);
    if (found) return found;
    const lane = this.#create("loop", key, "callbacks", born ?? beginning(time));
    lane.parent = `${process}/thread/${thread}`;
    return lane;
  }

  /** @param {number} number @param {string} name @param {Point} at @returns {Lane} */
  process(number, name, at) {
    const key = `${number}/process/${number}`;
    const found = this.byKey.get(key);
    if (found) return found;
    const lane = this.#create("process", key, name || `process ${number}`, at);
    lane.used = true;
    return lane;
  }

  /** @param {Lane["kind"]} kind @param {string} key @param {string} name @param {Point} born @returns {Lane} */
  #create(kind, key, name, born) {
    if (this.full && kind === "task") {
      this.rest ??= this.#add("rest", "rest", "", born);
      this.rest.size += 1;
      this.rest.name = this.rest.size === 1 ? name : `${this.rest.size} more tasks`;
      this.byKey.set(key, this.rest);
      return this.rest;
    }
    return this.#add(kind, key, name, born);
  }

  /** @param {Lane["kind"]} kind @param {string} key @param {string} name @param {Point} born @returns {Lane} */
  #add(kind, key, name, born) {
    /** @type {Lane} */
    const lane = {
      kind, key, name, depth: 0, born, ended: null, outcome: null, error: null, segment: null, used: kind === "rest", given: false,
      size: kind === "rest" ? 0 : 1, row: -1, parent: "", tail: null, helper: false, own: false,
    };
    this.all.push(lane);
    this.byKey.set(key, lane);
    return lane;
  }

  /**
   * The lanes to show, from top to bottom, each below the one that contains it. Lanes without events are left out, and so are a
   * library's internal ones that run no line of the program.
   * @returns {Lane[]}
   */
  shown() {
    /** @type {Map<string, Lane[]>} */
    const children = new Map();
    const used = this.all.filter((lane) => lane.used && !isLeftOut(lane));
    const keys = new Set(used.map(({key}) => key));
    const topmost = (/** @type {Lane} */ lane) => {
      for (let key = lane.parent; key; key = this.byKey.get(key)?.parent ?? "") if (keys.has(key)) return key;
      return "";
    };
    for (const lane of used) {
      const above = topmost(lane);
      const siblings = children.get(above) ?? [];
      children.set(above, siblings);
      siblings.push(lane);
    }
    /** @type {Lane[]} */
    const found = [];
    const visit = (/** @type {string} */ key, /** @type {number} */ depth) => {
      for (const lane of children.get(key) ?? []) {
        Object.assign(lane, {depth, row: found.push(lane) - 1});
        visit(lane.key, depth + 1);
      }
    };
    visit("", 0);
    return found;
  }
}

/** Whether a lane is internal to a library. @param {Lane} lane */
export function isLeftOut({helper, own, used}) {
  return used && helper && !own;
}

/** The beginning of a lane that existed before the first event. @param {number} time @returns {Point} */
function beginning(time) {
  return {time, kind: "free", block: null, x: 0};
}
