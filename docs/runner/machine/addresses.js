// @ts-check
/**
 * Addresses that sockets are bound to. Each process knows those of the others, so that it finds a taken one, and who
 * listens, without asking.
 *
 * @typedef {{id: string, port: number}} Binding what else it holds is the kernel's (kernel/net/ports.py)
 */

export class Addresses {
  /** @param {(pid: number, message: object) => void} tellOthers */
  constructor(tellOthers) {
    this.tellOthers = tellOthers;
    /** Taken, by identifier. @type {Map<string, Binding & {owner: number}>} */
    this.bindings = new Map();
    /** Ports that were ever taken. @type {Set<number>} */
    this.ports = new Set();
  }

  /** What a new process has to know. */
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

  /** @param {number} pid of whoever doesn't need to hear of it @param {string} id */
  unbind(pid, id) {
    this.bindings.delete(id);
    this.tellOthers(pid, {type: "unbound", id});
  }

  /** A process has ended. @param {number} pid @param {(id: string) => unknown} isKept whether others still have the socket */
  ended(pid, isKept) {
    for (const [id, {owner}] of this.bindings) if (owner === pid && !isKept(id)) this.unbind(pid, id);
  }
}
