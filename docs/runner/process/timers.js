// @ts-check
/** The longest delay that `setTimeout` accepts; with a longer one it calls back at once. Milliseconds; 24.8 days. */
const LONGEST = 2 ** 31 - 1;

/**
 * Calls back after any length of time.
 * @param {number} milliseconds @param {() => void} callback
 * @returns {() => void} calls it off
 */
export function after(milliseconds, callback) {
  let timer = 0;
  const arm = (/** @type {number} */ left) => {
    timer = left > LONGEST ? self.setTimeout(() => arm(left - LONGEST), LONGEST) : self.setTimeout(callback, left);
  };
  arm(milliseconds);
  return () => self.clearTimeout(timer);
}
