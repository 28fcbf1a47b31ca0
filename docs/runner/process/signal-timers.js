// @ts-check
/** The timers that send signals to a process (setitimer(2)), by the program's clock. */
export class SignalTimers {
  /** @param {import("./clock.js").Clock} clock @param {(signum: number) => void} signal */
  constructor(clock, signal) {
    this.clock = clock;
    this.signal = signal;
    /** By the signal that they send; milliseconds. @type {Map<number, {callOff: () => void, due: number, interval: number}>} */
    this.armed = new Map();
  }

  /**
   * Sends a signal after some time, and then every so often.
   * @param {number} signum @param {number} seconds 0: disarm; negative: only query @param {number} interval seconds
   * @returns {[number, number]} the remaining time of the previous timer, and its interval; seconds
   */
  set(signum, seconds, interval) {
    const now = this.clock.course.now();
    const last = this.armed.get(signum);
    const left = last ? Math.max((last.due - now) / 1000, 0) : 0;
    if (seconds >= 0) {
      last?.callOff();
      this.armed.delete(signum);
      if (seconds > 0) this.arm(signum, now + seconds * 1000, interval * 1000);
    }
    return [left, (last?.interval ?? 0) / 1000];
  }

  /** @param {number} signum @param {number} due @param {number} interval milliseconds */
  arm(signum, due, interval) {
    const callOff = this.clock.after(Math.max(due - this.clock.course.now(), 0), () => {
      this.armed.delete(signum);
      if (interval > 0) {
        // Delays don't add up, and missed expirations aren't made up for (setitimer(2)).
        const missed = Math.max(Math.floor((this.clock.course.now() - due) / interval), 0);
        this.arm(signum, due + (missed + 1) * interval, interval);
      }
      this.signal(signum);
    });
    this.armed.set(signum, {callOff, due, interval});
  }
}
