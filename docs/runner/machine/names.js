// @ts-check
/** Whose turn it is to change names of files (process/name-changes.js): one process's at a time, in the order in which they ask. */

export class Names {
  constructor() {
    /** The processes that have asked: the first has the turn. @type {{pid: number, begin: (value: null) => void}[]} */
    this.asked = [];
  }

  /** The operations that processes may call (machine.js). @returns {Record<string, (process: {pid: number}) => unknown>} */
  operations() {
    return {
      takeNames: ({pid}) => this.take(pid),
      passNames: ({pid}) => this.pass(pid),
    };
  }

  /** @param {number} pid @returns {Promise<null>} settles when the process has the turn */
  take(pid) {
    return new Promise((begin) => {
      this.asked.push({pid, begin});
      if (this.asked.length === 1) begin(null);
    });
  }

  /** Ends a process's turn, if it has it. @param {number} pid */
  pass(pid) {
    if (this.asked[0]?.pid !== pid) return;
    this.asked.shift();
    this.asked[0]?.begin(null);
  }

  /** Forgets a process that has ended. @param {number} pid */
  leave(pid) {
    const [first] = this.asked;
    this.asked = this.asked.filter((one) => one.pid !== pid);
    if (this.asked[0] !== first) this.asked[0]?.begin(null);
  }
}
