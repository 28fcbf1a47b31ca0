// @ts-check
/**
 * The interpreters of each process besides its main one (kernel/interpreters/module.py). Each is a worker, numbered by the machine
 * like a process; within its process it has another number.
 *
 * @typedef {{start(process: number, message: object): number, send: import("./streams.js").Send, departed(process: number, queues: number[]): void, hold(end: string, worker: number): void}} Machine
 * @typedef {{pid: number, process: number}} Caller the worker that asks, and its process
 * @typedef {{id: number, worker: number, process: number, config: object, needsHolders: boolean, holders: Map<number, number>, sessions: Map<number, (answer: object) => void>, ending: boolean, ended: Promise<void>, hasEnded(): void}} Interpreter
 */

const MAIN = 0;
// The origin of an interpreter, numbered as in kernel/interpreters/module.py.
const RUNTIME = 1;
const STDLIB = 5;

export class Interpreters {
  /** @param {Machine} machine */
  constructor(machine) {
    this.machine = machine;
    /** By process. @type {Map<number, {last: number, byId: Map<number, Interpreter>}>} */
    this.tables = new Map();
    this.lastSession = 0;
    /** Descriptors being looked for in other interpreters. @type {Map<number, {asked: Set<number>, worker: number, found(shared: any): void}>} */
    this.wanted = new Map();
  }

  /** @param {number} process */
  table(process) {
    let table = this.tables.get(process);
    if (!table) this.tables.set(process, (table = {last: MAIN, byId: new Map()}));
    return table;
  }

  /** @param {Caller} caller @param {number} id @returns {Interpreter | undefined} */
  find({process}, id) {
    const interpreter = this.tables.get(process)?.byId.get(id);
    return interpreter?.ending ? undefined : interpreter;
  }

  /** Interpreters that have not ended. @param {Caller} caller @returns {Interpreter[]} */
  all({process}) {
    return [...(this.tables.get(process)?.byId.values() ?? [])];
  }

  /** The workers of a process's interpreters, without its main one. @param {number} process @returns {number[]} */
  workers(process) {
    return this.all({pid: process, process}).map(({worker}) => worker);
  }

  /** Uses up an identifier. @param {Caller} caller */
  skip({process}) {
    this.table(process).last += 1;
  }

  /** @param {Caller} caller @param {object} config @param {boolean} needsHolders whether it ends with its last reference @param {any} command */
  create({process}, config, needsHolders, command) {
    const table = this.table(process);
    const id = (table.last += 1);
    const worker = this.machine.start(process, {...command, id, config});
    for (const {end} of command.descriptors) if (end) this.machine.hold(end, worker);
    let hasEnded = () => {};
    const ended = new Promise((/** @type {(_: void) => void} */ resolve) => (hasEnded = resolve));
    const holders = new Map();
    table.byId.set(id, {id, worker, process, config, needsHolders, holders, sessions: new Map(), ending: false, ended, hasEnded});
    return id;
  }

  /** @param {Caller} caller @param {number} id */
  describe(caller, id) {
    if (id === MAIN) return {whence: RUNTIME, running: true, config: null};
    const interpreter = this.find(caller, id);
    return interpreter ? {whence: STDLIB, running: interpreter.sessions.size > 0, config: interpreter.config} : null;
  }

  /** @param {Caller} caller */
  list(caller) {
    return [[MAIN, RUNTIME], ...this.all(caller).filter(({ending}) => !ending).map(({id}) => [id, STDLIB])];
  }

  /** All interpreters with their workers. @param {Caller} caller @returns {[number, number][]} */
  identities(caller) {
    return [[MAIN, caller.process], ...this.all(caller).map(({id, worker}) => /** @type {[number, number]} */ ([id, worker]))];
  }

  /** Sends a request to an interpreter. @param {Caller} caller @param {number} id @param {Uint8Array} request */
  enter(caller, id, request) {
    const interpreter = this.find(caller, id);
    if (id !== MAIN && !interpreter) return {state: "missing"};
    if (!interpreter || interpreter.sessions.size) return {state: "running"};
    const session = (this.lastSession += 1);
    this.machine.send(interpreter.worker, {type: "enter", session, request});
    return new Promise((resolve) => interpreter.sessions.set(session, resolve));
  }

  /** Returns the reply to a request. @param {Caller} caller @param {number} session @param {Uint8Array} reply @param {number[]} queues */
  leave(caller, session, reply, queues) {
    const interpreter = this.of(caller);
    const resolve = interpreter?.sessions.get(session);
    if (!interpreter || !resolve) return;
    interpreter.sessions.delete(session);
    this.machine.departed(interpreter.process, queues);
    resolve({state: "left", reply, queues});
  }

  /** The interpreter of a worker. @param {Caller} caller @returns {Interpreter | undefined} */
  of(caller) {
    return this.all(caller).find(({worker}) => worker === caller.pid);
  }

  /** @param {Caller} caller @param {number} id @returns {Promise<boolean>} false if it runs */
  async destroy(caller, id) {
    const interpreter = this.find(caller, id);
    if (!interpreter) return true;
    if (interpreter.sessions.size) return false;
    interpreter.ending = true;
    this.machine.send(interpreter.worker, {type: "end"});
    await interpreter.ended;
    return true;
  }

  /** @param {Caller} caller @param {number} id @param {boolean} needsHolders */
  hold(caller, id, needsHolders) {
    const interpreter = this.find(caller, id);
    if (!interpreter) return;
    interpreter.needsHolders ||= needsHolders;
    interpreter.holders.set(caller.pid, (interpreter.holders.get(caller.pid) ?? 0) + 1);
  }

  /** @param {Caller} caller @param {number} id @param {number} [count] */
  async release(caller, id, count = 1) {
    const interpreter = this.find(caller, id);
    if (!interpreter) return;
    const left = (interpreter.holders.get(caller.pid) ?? 0) - count;
    if (left > 0) interpreter.holders.set(caller.pid, left);
    else interpreter.holders.delete(caller.pid);
    if (!interpreter.holders.size && interpreter.needsHolders) await this.destroy(caller, id);
  }

  /** The number of interpreters that were not ended explicitly. @param {Caller} caller */
  remaining(caller) {
    return this.list(caller).length - 1;
  }

  /** Ends all interpreters before the main one ends. @param {Caller} caller */
  async endAll(caller) {
    const all = this.all(caller).filter(({sessions}) => !sessions.size);
    await Promise.all(all.map((interpreter) => (interpreter.ending ? interpreter.ended : this.destroy(caller, interpreter.id))));
  }

  /** Handles the end of a worker, which may be an interpreter's. @param {Caller} caller @param {string} reason */
  gone(caller, reason) {
    for (const wanted of this.wanted.values()) {
      if (wanted.asked.delete(caller.pid) && !wanted.asked.size) wanted.found(null);
    }
    if (caller.pid === caller.process) {
      this.tables.delete(caller.process);
      return;
    }
    const interpreter = this.of(caller);
    if (!interpreter) return;
    this.table(caller.process).byId.delete(interpreter.id);
    for (const resolve of interpreter.sessions.values()) resolve({state: "lost", reason});
    interpreter.hasEnded();
    for (const other of this.all(caller)) {
      if (other.holders.has(caller.pid)) void this.release(caller, other.id, Infinity);
    }
  }

  // Descriptors open in another interpreter

  /** All interpreters of a process except the caller. @param {Caller} caller */
  others({pid, process}) {
    return [process, ...this.workers(process)].filter((worker) => worker !== pid);
  }

  /** @param {Caller} caller @param {number} fd @returns {Promise<object | null> | null} how to open it */
  findDescriptor(caller, fd) {
    const others = this.others(caller);
    if (!others.length) return null;
    const number = (this.lastSession += 1);
    return new Promise((resolve) => {
      const found = (/** @type {any} */ shared) => {
        this.wanted.delete(number);
        if (shared) this.machine.hold(shared.end, caller.pid);
        resolve(shared);
      };
      this.wanted.set(number, {asked: new Set(others), worker: caller.pid, found});
      for (const worker of others) this.machine.send(worker, {type: "wanted", number, fd});
    });
  }

  /** @param {Caller} caller @param {number} number @param {object | null} shared */
  foundDescriptor({pid}, number, shared) {
    const wanted = this.wanted.get(number);
    if (!wanted) return;
    wanted.asked.delete(pid);
    if (shared || !wanted.asked.size) wanted.found(shared);
  }

  /** Forwards a change of state that all interpreters of a process share. @param {Caller} caller @param {object} message */
  tellOthers(caller, message) {
    for (const worker of this.others(caller)) this.machine.send(worker, message);
  }

  /** @param {Caller} caller @param {number} fd @param {string} end */
  closedDescriptor(caller, fd, end) {
    this.tellOthers(caller, {type: "closedElsewhere", fd, end});
  }
}
