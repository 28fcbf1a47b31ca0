// @ts-check
/**
 * The clocks that a program can run by: the wall's, so many times as fast, or the instant one, on which waiting costs nothing.
 *
 * @typedef {"real" | "instant" | 0.25 | 0.5 | 2 | 4 | 10} Kind
 */
/** @type {Kind[]} */
export const CLOCKS = ["real", 0.25, 0.5, 2, 4, 10, "instant"];

/** A clock by its name, also where that is a number in text. Raises RangeError where there is none. @param {unknown} name @returns {Kind} */
export function kindOf(name) {
  const kind = CLOCKS.find((each) => String(each) === String(name));
  if (kind === undefined) throw new RangeError(`There is no clock ${String(name)}: there are ${CLOCKS.join(", ")}.`);
  return kind;
}
