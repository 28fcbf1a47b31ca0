// @ts-check
/** How long the threads of an interpreter have run; the time in which they wait doesn't count. Milliseconds. */
export class CpuClock {
  constructor() {
    /** What ended turns of running add up to: of all threads, and of each that is alive. */
    this.total = 0;
    /** @type {Map<number, number>} */
    this.threads = new Map();
    /** The thread that runs, 0 for one that isn't known; since when, NaN if none runs. */
    this.running = 0;
    this.since = NaN;
  }

  /** A thread runs from now on. @param {number} ident */
  start(ident) {
    this.stop();
    this.running = ident;
    this.since = performance.now();
  }

  /** The running thread waits from now on, or has ended. */
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

  /** The running thread ends: its number may be another's one day. */
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
