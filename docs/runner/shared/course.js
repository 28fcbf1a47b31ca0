// @ts-check
/**
 * The course of a program's time: as in reality, slower, faster, or stopped. The machine has one, and each of its interpreters a copy
 * that follows it. Milliseconds since the machine began.
 *
 * @typedef {{origin: number, from: number, at: number, rate: number, isWall: boolean}} Description
 */
export class Course {
  /** @param {number} origin when the machine began; milliseconds since 1970 */
  constructor(origin) {
    this.origin = origin;
    /** Milliseconds of this time per millisecond of real time; 0: stopped. */
    this.rate = 1;
    /** This time when `performance.now` was `at`. */
    this.from = performance.timeOrigin - origin;
    this.at = 0;
    /** Whether it runs in real time, and always has. */
    this.isWall = true;
  }

  now() {
    return this.rate ? this.from + (performance.now() - this.at) * this.rate : this.from;
  }

  /** Continues from now, at a rate. @param {number} rate */
  run(rate) {
    if (this.isWall && rate === 1) return;
    this.set(this.now(), rate);
  }

  /** Moves forward to a time, unless it is later already. @param {number} time */
  reach(time) {
    if (time > this.now()) this.set(time, this.rate);
  }

  /** @param {number} time @param {number} rate */
  set(time, rate) {
    this.from = time;
    this.at = performance.now();
    this.rate = rate;
    this.isWall = false;
  }

  /** Describes the course for another worker, whose `performance.now` has another origin. @returns {Description} */
  describe() {
    const {origin, from, at, rate, isWall} = this;
    return {origin, from, at: at + performance.timeOrigin, rate, isWall};
  }

  /** Takes over the course of another one. @param {Description} other */
  follow({origin, from, at, rate, isWall}) {
    Object.assign(this, {origin, from, at: at - performance.timeOrigin, rate, isWall});
  }
}
