// @ts-check
/** Named semaphores (sem_overview(7)). @typedef {import("./streams.js").Send} Send */

/** @typedef {{id: string, value: number, maximum: number, waiting: Set<number>}} Semaphore */

export class Semaphores {
  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    /** @type {Map<string, Semaphore>} */
    this.byId = new Map();
    /** Semaphores that are not unlinked, by name. @type {Map<string, Semaphore>} */
    this.byName = new Map();
  }

  /** The operations that processes may call (machine.js). @returns {Record<string, (process: {pid: number, process: number}, ...args: any[]) => unknown>} */
  operations() {
    return {
      semaphore: (_, name, value, maximum) => this.create(name, value, maximum),
      openSemaphore: (_, name) => this.open(name),
      unlinkSemaphore: (_, name) => this.unlink(name),
      semaphoreValue: (_, id) => this.value(id),
      acquireSemaphore: ({pid}, id) => this.acquire(pid, id),
      releaseSemaphore: (_, id) => this.release(id),
    };
  }

  /** @param {string} name @param {number} value @param {number} maximum @returns {string | null} an identifier, null if the name exists */
  create(name, value, maximum) {
    if (this.byName.has(name)) return null;
    const semaphore = {id: `sem:${this.byId.size}`, value, maximum, waiting: new Set()};
    this.byId.set(semaphore.id, semaphore);
    this.byName.set(name, semaphore);
    return semaphore.id;
  }

  /** @param {string} name @returns {string | null} */
  open(name) {
    return this.byName.get(name)?.id ?? null;
  }

  /** @param {string} name @returns {boolean} whether it existed */
  unlink(name) {
    return this.byName.delete(name);
  }

  /** @param {string} id @returns {number} */
  value(id) {
    return this.byId.get(id)?.value ?? 0;
  }

  /** Decrements the semaphore if it can; otherwise the process is notified of the next release. @param {number} pid @param {string} id @returns {boolean} */
  acquire(pid, id) {
    const semaphore = this.byId.get(id);
    if (!semaphore) return false;
    if (semaphore.value > 0) {
      semaphore.value -= 1;
      return true;
    }
    semaphore.waiting.add(pid);
    return false;
  }

  /** @param {string} id @returns {boolean} false if the maximum is exceeded */
  release(id) {
    const semaphore = this.byId.get(id);
    if (!semaphore || semaphore.value >= semaphore.maximum) return false;
    semaphore.value += 1;
    for (const pid of semaphore.waiting) this.send(pid, {type: "released", semaphore: id});
    semaphore.waiting.clear();
    return true;
  }
}
