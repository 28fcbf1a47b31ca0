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
  }

  /** All bindings and ports, for a new process. */
  all() {
    return {bindings: [...this.bindings.values()], ports: [...this.ports]};
  }

  /** @param {number} pid @param {Binding} binding */
  bind(pid, binding) {
    const record = {...binding, owner: pid};
    this.bindings.set(binding.id, record);
    this.ports.add(binding.port);
    this.tellOthers(pid, {type: "bound", binding: record});
  }

  /** @param {number} pid the process that needn't be told @param {string} id */
  unbind(pid, id) {
    this.bindings.delete(id);
    this.tellOthers(pid, {type: "unbound", id});
  }

  /** Removes an ended process's bindings. @param {number} pid @param {(id: string) => unknown} isKept whether others still have the socket */
  ended(pid, isKept) {
    for (const [id, {owner}] of this.bindings) if (owner === pid && !isKept(id)) this.unbind(pid, id);
  }
}
