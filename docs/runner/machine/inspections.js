// @ts-check
/** Questions of processes about what others are doing. They are passed on, and answered with null for a process that ends or doesn't exist. */

/** @typedef {{asker: number, target: number, number: number}} Inspection */

export class Inspections {
  /** @param {import("./streams.js").Send} send */
  constructor(send) {
    this.send = send;
    /** Inspections not yet answered. @type {Set<Inspection>} */
    this.open = new Set();
  }

  /** @param {number} asker @param {number} target @param {boolean} alive @param {number} number the asker's number for it @param {string} what */
  ask(asker, target, alive, number, what) {
    const inspection = {asker, target, number};
    this.open.add(inspection);
    if (alive) this.send(target, {type: "inspect", asker, number, what});
    else this.close(inspection, null);
  }

  /** @param {number} target @param {number} asker @param {number} number @param {Uint8Array} answer */
  answer(target, asker, number, answer) {
    for (const inspection of this.open) {
      if (inspection.target === target && inspection.asker === asker && inspection.number === number) this.close(inspection, answer);
    }
  }

  /** Answers all questions to an ended process with null. @param {number} target */
  ended(target) {
    for (const inspection of this.open) if (inspection.target === target) this.close(inspection, null);
  }

  /** @param {Inspection} inspection @param {Uint8Array | null} answer */
  close(inspection, answer) {
    this.open.delete(inspection);
    this.send(inspection.asker, {type: "inspected", number: inspection.number, answer});
  }
}
