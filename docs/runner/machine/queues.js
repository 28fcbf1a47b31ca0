// @ts-check
/**
 * Queues between the interpreters of a process (kernel/interpreters/queues.py). Items are put and got as bytes.
 *
 * @typedef {{data: Uint8Array | null, unbound: number, from: number, queues: number[]}} Item from: the putting worker
 * @typedef {{id: number, maxsize: number, unbound: number, fallback: number, items: Item[], holders: Map<number, number>}} Queue
 */
import {REMOVE} from "./unbound.js";

/** The holder of a queue in transit to another interpreter. */
const IN_TRANSIT = -1;

export class Queues {
  constructor() {
    /** By process. @type {Map<number, {last: number, byId: Map<number, Queue>}>} */
    this.tables = new Map();
  }

  /** @param {number} process */
  table(process) {
    let table = this.tables.get(process);
    if (!table) this.tables.set(process, (table = {last: 0, byId: new Map()}));
    return table;
  }

  /** @param {number} process @param {number} id @returns {Queue | undefined} */
  find(process, id) {
    return this.table(process).byId.get(id);
  }

  /** @param {number} process @param {number} maxsize @param {number} unbound @param {number} fallback */
  create(process, maxsize, unbound, fallback) {
    const table = this.table(process);
    const id = (table.last += 1);
    table.byId.set(id, {id, maxsize, unbound, fallback, items: [], holders: new Map()});
    return id;
  }

  /** @param {number} process */
  list(process) {
    return [...this.table(process).byId.values()].reverse().map(({id, unbound, fallback}) => [id, unbound, fallback]);
  }

  /** @param {number} process @param {number} id */
  describe(process, id) {
    const queue = this.find(process, id);
    return queue ? {maxsize: queue.maxsize, unbound: queue.unbound, fallback: queue.fallback, count: queue.items.length} : null;
  }

  /** @param {number} process @param {number} id @returns {true | null} null if there is none */
  destroy(process, id) {
    const queue = this.find(process, id);
    if (!queue) return null;
    this.table(process).byId.delete(id);
    for (const item of queue.items) this.arrived(process, item.queues);
    return true;
  }

  /**
   * @param {number} process @param {number} worker @param {number} id @param {Uint8Array} data
   * @param {number[]} queues those in the data @param {number} unbound negative: the queue's default
   * @returns {boolean | null} false if it is full, null if there is none
   */
  put(process, worker, id, data, queues, unbound) {
    const queue = this.find(process, id);
    if (!queue) return null;
    if (queue.maxsize > 0 && queue.items.length >= queue.maxsize) return false;
    this.departed(process, queues);
    queue.items.push({data, unbound: unbound < 0 ? queue.unbound : unbound, from: worker, queues});
    return true;
  }

  /** @param {number} process @param {number} id @returns {Item | "empty" | null} */
  get(process, id) {
    const queue = this.find(process, id);
    return queue ? (queue.items.shift() ?? "empty") : null;
  }

  /** @param {number} process @param {number} worker @param {number} id @returns {true | null} */
  bind(process, worker, id) {
    const queue = this.find(process, id);
    if (!queue) return null;
    queue.holders.set(worker, (queue.holders.get(worker) ?? 0) + 1);
    return true;
  }

  /**
   * @param {number} process @param {number} worker @param {number} id @param {number} [count]
   * @returns {boolean | null} false if it has no holder, null if there is no such queue
   */
  release(process, worker, id, count = 1) {
    const queue = this.find(process, id);
    if (!queue) return null;
    if (!queue.holders.size) return false;
    // References belong to the process: an interpreter may release one that another took.
    const holder = queue.holders.has(worker) ? worker : [...queue.holders.keys()][0];
    const left = (queue.holders.get(holder) ?? 0) - count;
    if (left > 0) queue.holders.set(holder, left);
    else queue.holders.delete(holder);
    if (!queue.holders.size) this.destroy(process, id);
    return true;
  }

  /** Marks queues as in transit: they are part of a sent item. @param {number} process @param {number[]} ids */
  departed(process, ids) {
    for (const id of ids) this.bind(process, IN_TRANSIT, id);
  }

  /** Ends the transit of queues: they have new holders. @param {number} process @param {number[]} ids */
  arrived(process, ids) {
    for (const id of ids) this.release(process, IN_TRANSIT, id);
  }

  /** Releases everything of an interpreter that ends. @param {number} process @param {number} worker */
  leave(process, worker) {
    for (const queue of [...(this.tables.get(process)?.byId.values() ?? [])]) {
      for (const item of queue.items.filter(({from}) => from === worker)) {
        this.arrived(process, item.queues);
        Object.assign(item, {data: null, from: 0, queues: []});
        if (item.unbound === REMOVE) queue.items.splice(queue.items.indexOf(item), 1);
      }
      if (queue.holders.has(worker)) this.release(process, worker, queue.id, Infinity);
    }
  }

  /** Forgets a process that ends. @param {number} process */
  forget(process) {
    this.tables.delete(process);
  }
}
