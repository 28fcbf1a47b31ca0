// @ts-check
/** The CPU time of an interpreter's threads, without the time that they wait; milliseconds. */
export class CpuClock {
  constructor() {
    /** The sum of past turns: of all threads, and of each live one. */
    this.total = 0;
    /** @type {Map<number, number>} */
    this.threads = new Map();
    /** The running thread, 0 if unknown, and when it began its turn, NaN if none runs. */
    this.running = 0;
    this.since = NaN;
  }

  /** Starts a thread's turn. @param {number} ident */
  start(ident) {
    this.stop();
    this.running = ident;
    this.since = performance.now();
  }

  /** Ends the running thread's turn. */
  stop() {
    const passed = this.passed();
    this.total += passed;
    if (this.running) this.threads.set(this.running, (this.threads.get(this.running) ?? 0) + passed);
    this.running = 0;
    this.since = NaN;
  }

  passed() {
    return Number.isNaN(this.since) ? 0 : performance.now() - this.since;
  }

  /** Forgets the running thread, which ends: its number may be reused. */
  forget() {
    const {running} = this;
    this.start(0);
    this.threads.delete(running);
  }

  /** @param {number} ident 0: all threads */
  read(ident) {
    const ended = ident ? (this.threads.get(ident) ?? 0) : this.total;
    return ended + (!ident || ident === this.running ? this.passed() : 0);
  }
}
