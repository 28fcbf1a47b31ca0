// @ts-check
/**
 * Addresses that sockets are bound to. Each process has a copy of the others', so that it can detect a taken address, and
 * find a listener, without asking the machine.
 *
 * @typedef {{id: string, port: number}} Binding its other fields are the kernel's (kernel/net/ports.py)
 */

export class Addresses {
  /** @param {(pid: number, message: object) => void} tellOthers */
  constructor(tellOthers) {
    this.tellOthers = tellOthers;
    /** Bound addresses, by identifier. @type {Map<string, Binding & {owner: number}>} */
    this.bindings = new Map();
    /** Ports that have ever been bound. @type {Set<number>} */
    this.ports = new Set();
    /** How often an address was bound, changed or released. */
    this.changes = 0;
  }

  /** The operations that processes may call (machine.js). @returns {Record<string, (process: {pid: number}, ...args: any[]) => unknown>} */
  operations() {
    return {
      bind: ({pid}, binding) => this.bind(pid, binding),
      claim: ({pid}, binding, seen) => this.claim(pid, binding, seen),
      unbind: ({pid}, id) => this.unbind(pid, id),
    };
  }

  /** All bindings and ports, for a new process. */
  all() {
    return {bindings: [...this.bindings.values()], ports: [...this.ports]};
  }

  /** Sets a new address, or what has changed of one. @param {number} pid @param {Binding} binding */
  bind(pid, binding) {
    this.changes += 1;
    const record = {...binding, owner: pid};
    this.bindings.set(binding.id, record);
    this.ports.add(binding.port);
    this.tellOthers(pid, {type: "bound", binding: record});
  }

  /**
   * Gives an address to a process that found it free, unless anything has changed since: then the process has to look again.
   * @param {number} pid @param {Binding} binding @param {number} seen how many changes it knew of
   * @returns {[given: boolean, changes: number]} the number that it knows of when the answer arrives
   */
  claim(pid, binding, seen) {
    const given = seen === this.changes;
    if (given) this.bind(pid, binding);
    return [given, this.changes];
  }

  /** @param {number} pid the process that needn't be told @param {string} id */
  unbind(pid, id) {
    this.changes += 1;
    this.bindings.delete(id);
    this.tellOthers(pid, {type: "unbound", id});
  }

  /** Removes an ended process's bindings. @param {number} pid @param {(id: string) => unknown} isKept whether others still have the socket */
  ended(pid, isKept) {
    for (const [id, {owner}] of this.bindings) if (owner === pid && !isKept(id)) this.unbind(pid, id);
  }
}
