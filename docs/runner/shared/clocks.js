// @ts-check
/**
 * The clocks that a program can run by: real time, real time multiplied by a factor, or the instant clock, on which waiting takes no time.
 *
 * @typedef {"real" | "instant" | 0.25 | 0.5 | 2 | 4 | 10} Kind
 */
/** @type {Kind[]} */
export const CLOCKS = ["real", 0.25, 0.5, 2, 4, 10, "instant"];

/** Finds a clock by its name, which may be a number as text. Raises RangeError for an unknown name. @param {unknown} name @returns {Kind} */
export function kindOf(name) {
  const kind = CLOCKS.find((each) => String(each) === String(name));
  if (kind === undefined) throw new RangeError(`There is no clock ${String(name)}: there are ${CLOCKS.join(", ")}.`);
  return kind;
}
