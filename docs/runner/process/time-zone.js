// @ts-check
/**
 * The local time of C code, by the rules that TZ names (kernel/processes/time_zone.py) or by the browser's time zone. Replaces
 * Emscripten's functions, which know only the latter.
 *
 * @typedef {[since: number, offset: number, isDst: boolean, name: string]} Period begins at an instant; seconds
 * @typedef {{periods: Period[], cycleStart: number | null, endless: boolean}} Rules
 *   `periods`: the first also covers all time before it; `cycleStart`: the instant from which on they repeat every 400 years, if they do;
 *   `endless`: they also repeat before it
 */
const DAY = 86_400;
/** The calendar repeats after this time, 400 years; seconds. */
const CYCLE = 146_097 * DAY;
/** The range of a `Date`; seconds. */
const MOST = 8.64e12;
/** The size of a time zone's name, including its terminating zero. */
const NAME = 17;
/** The steps in which mktime() searches for an instant with the wanted tm_isdst, and how far; seconds. */
const [STRIDE, FAR] = [601_200, 536_454_000 / 2 + 601_200];
// Indices of the fields of `struct tm`.
const [SEC, MIN, HOUR, MDAY, MON, YEAR, IS_DST, OFFSET] = [0, 1, 2, 3, 4, 5, 8, 9];

/** Days from 1970-01-01 to the first of a month, which may be any number. @param {number} year @param {number} month from 0 */
function daysBefore(year, month) {
  const years = year + Math.floor(month / 12);
  const months = month - 12 * Math.floor(month / 12);
  // Years that begin in March end with the leap day.
  const shifted = months < 2 ? years - 1 : years;
  const era = Math.floor(shifted / 400);
  const inEra = shifted - era * 400;
  const inYear = Math.floor((153 * ((months + 10) % 12) + 2) / 5);
  return era * 146_097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear - 719_468;
}

/** The fields of `struct tm` up to tm_yday. @param {number} days since 1970-01-01 @param {number} rest seconds of the day */
function calendar(days, rest) {
  const era = Math.floor((days + 719_468) / 146_097);
  const inEra = days + 719_468 - era * 146_097;
  const years = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const inYear = inEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const shifted = Math.floor((5 * inYear + 2) / 153);
  const month = (shifted + 2) % 12;
  const year = years + era * 400 + (month < 2 ? 1 : 0);
  const day = inYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const weekday = (((days + 4) % 7) + 7) % 7;
  return [rest % 60, Math.floor(rest / 60) % 60, Math.floor(rest / 3600), day, month, year - 1900, weekday, days - daysBefore(year, 0)];
}

export class TimeZone {
  /** Replaces imports before the interpreter is instantiated. @param {any} imports */
  constructor({env}) {
    /** The interpreter's exports. @type {any} */
    this.exports = null;
    /** The rules of TZ; null: the browser's time zone. @type {Rules | null} */
    this.rules = null;
    /** The values of C's variables for the browser's time zone. @type {[number, Uint8Array][]} */
    this.browsers = [];
    /** mktime()'s first guess of the offset, as in glibc. */
    this.guess = 0;
    const {_localtime_js, _mktime_js} = env;
    const beyond = (/** @type {bigint} */ time) => time > MOST || time < -MOST;
    env._gmtime_js = (/** @type {bigint} */ time, /** @type {number} */ tm) => this.put(tm, time, 0, false);
    env._localtime_js = (/** @type {bigint} */ time, /** @type {number} */ tm) => {
      if (!this.rules && !beyond(time)) return _localtime_js(time, tm);
      const [, offset, isDst, name] = this.period(Number(time));
      if (this.rules) this.name(isDst, name);
      this.put(tm, time, offset, isDst);
    };
    env._mktime_js = (/** @type {number} */ tm) => (this.rules ? this.mktime(tm) : _mktime_js(tm));
  }

  /** @param {WebAssembly.Instance} instance */
  connect({exports}) {
    this.exports = exports;
  }

  /** @param {Rules | null} rules null: the browser's */
  set(rules) {
    const {tzname, timezone, daylight} = this.exports;
    const words = new Uint32Array(this.exports.memory.buffer);
    const names = [0, 4].map((at) => words[(tzname.value + at) >> 2]);
    const bytes = new Uint8Array(this.exports.memory.buffer);
    const places = [...names.map((at) => [at, NAME]), ...[timezone, daylight].map(({value}) => [value, 4])];
    if (!this.browsers.length) this.browsers = places.map(([at, size]) => [at, bytes.slice(at, at + size)]);
    for (const [at, saved] of this.browsers) bytes.set(saved, at);
    this.rules = rules;
    if (!rules) return;
    const last = rules.periods.slice(-2);
    const standard = last.find(([, , isDst]) => !isDst) ?? last[0];
    const other = last.find(([, , isDst]) => isDst);
    this.name(false, standard[3]);
    this.name(true, (other ?? standard)[3]);
    words[timezone.value >> 2] = -standard[1];
    words[daylight.value >> 2] = Number(Boolean(other));
  }

  /** Writes the name that tm_zone points to. @param {boolean} isDst @param {string} name */
  name(isDst, name) {
    const at = new Uint32Array(this.exports.memory.buffer)[(this.exports.tzname.value + (isDst ? 4 : 0)) >> 2];
    const room = new Uint8Array(this.exports.memory.buffer, at, NAME).fill(0);
    new TextEncoder().encodeInto(name, room.subarray(0, NAME - 1));
  }

  /** The period at an instant. @param {number} time @returns {Period} */
  period(time) {
    if (!this.rules) return [0, 0, false, ""];
    const {periods, cycleStart, endless} = this.rules;
    if (cycleStart !== null && (endless || time >= cycleStart)) time -= CYCLE * Math.floor((time - cycleStart) / CYCLE);
    let [low, high] = [0, periods.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (periods[middle][0] <= time) low = middle;
      else high = middle;
    }
    return periods[low];
  }

  /** @param {number} tm @param {bigint} time @param {number} offset @param {boolean} isDst */
  put(tm, time, offset, isDst) {
    const words = new Int32Array(this.exports.memory.buffer, tm, OFFSET + 1);
    const local = time + BigInt(offset);
    const rest = Number(((local % BigInt(DAY)) + BigInt(DAY)) % BigInt(DAY));
    words.set(calendar(Number((local - BigInt(rest)) / BigInt(DAY)), rest));
    words[IS_DST] = Number(isDst);
    words[OFFSET] = offset;
  }

  /**
   * The instant of a local time, found by trial like glibc's (time/mktime.c). A time in an hour that doesn't exist is read as one
   * hour later; of a time that occurs twice, the instant nearer to the last result is taken.
   * @param {number} tm @returns {bigint}
   */
  mktime(tm) {
    const fields = [...new Int32Array(this.exports.memory.buffer, tm, OFFSET)];
    const wanted = DAY * (daysBefore(fields[YEAR] + 1900, fields[MON]) + fields[MDAY] - 1) + 3600 * fields[HOUR] + 60 * fields[MIN] + fields[SEC];
    const time = this.find(wanted, fields[IS_DST]);
    this.guess = wanted - time;
    const [, offset, isDst, name] = this.period(time);
    this.name(isDst, name);
    this.put(tm, BigInt(time), offset, isDst);
    return BigInt(time);
  }

  /** @param {number} wanted what a clock shows, as if it were UTC @param {number} isDst negative: either */
  find(wanted, isDst) {
    const differs = (/** @type {boolean} */ found) => isDst >= 0 && found !== isDst > 0;
    let time = wanted - this.guess;
    let [last, before, beforeIsDst] = [time, time, false];
    for (let probes = 0; probes < 6; probes += 1) {
      const [, offset, found] = this.period(time);
      const error = wanted - (time + offset);
      if (error === 0) return differs(found) ? this.findOther(wanted, time, differs) : time;
      // The search oscillates around an hour that doesn't exist.
      if (time === last && time !== before && (isDst < 0 ? Number(beforeIsDst) <= Number(found) : differs(found))) return time;
      [last, before, beforeIsDst] = [before, time, found];
      time += error;
    }
    return time;
  }

  /** Uses the offset of the nearest instant with the wanted tm_isdst. @param {number} wanted @param {number} time @param {(found: boolean) => boolean} differs */
  findOther(wanted, time, differs) {
    for (let delta = STRIDE; delta < FAR; delta += STRIDE) {
      for (const other of [time - delta, time + delta]) {
        const [, offset, found] = this.period(other);
        if (!differs(found)) return wanted - offset;
      }
    }
    return time;
  }
}
