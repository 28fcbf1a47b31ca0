// @ts-check
/**
 * How time goes for a program: as on the wall, slower, faster, or not at all. The machine has one, and each of its interpreters a copy
 * that goes the same way. Milliseconds since the machine began.
 *
 * @typedef {{origin: number, from: number, at: number, rate: number, isWall: boolean}} Description
 */
export class Course {
  /** @param {number} origin when the machine began; milliseconds since 1970 */
  constructor(origin) {
    this.origin = origin;
    /** How much of it goes by in a millisecond of the wall's; 0: it stands. */
    this.rate = 1;
    /** What it showed when the browser's clock, `performance.now`, showed `at`. */
    this.from = performance.timeOrigin - origin;
    this.at = 0;
    /** Whether it goes as the wall's does, and always has. */
    this.isWall = true;
  }

  now() {
    return this.rate ? this.from + (performance.now() - this.at) * this.rate : this.from;
  }

  /** It goes on from here, at a rate. @param {number} rate */
  run(rate) {
    if (this.isWall && rate === 1) return;
    this.set(this.now(), rate);
  }

  /** It is at least so late. @param {number} time */
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

  /** What another worker, whose `performance.now` counts from another moment, makes the same course of. @returns {Description} */
  describe() {
    const {origin, from, at, rate, isWall} = this;
    return {origin, from, at: at + performance.timeOrigin, rate, isWall};
  }

  /** Goes as another one from now on. @param {Description} other */
  follow({origin, from, at, rate, isWall}) {
    Object.assign(this, {origin, from, at: at - performance.timeOrigin, rate, isWall});
  }
}
