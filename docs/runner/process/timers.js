// @ts-check
/** The longest delay that `setTimeout` accepts; with a longer one it calls back at once. Milliseconds; 24.8 days. */
const LONGEST = 2 ** 31 - 1;
/** The functions that set a timer, each with the one that calls it off. */
const PAIRS = {setTimeout: "clearTimeout", setInterval: "clearInterval", requestAnimationFrame: "cancelAnimationFrame"};

/** The browser's functions while others stand in their place. @type {Record<string, Function> | null} */
let replaced = null;

/** The holder of the browser's own functions of timers, for what isn't the program's. @returns {any} */
export const browser = () => replaced ?? self;

/**
 * Calls back after any length of time.
 * @param {number} milliseconds @param {() => void} callback
 * @returns {() => void} calls it off
 */
export function after(milliseconds, callback) {
  let timer = 0;
  const arm = (/** @type {number} */ left) => {
    timer = left > LONGEST ? browser().setTimeout(() => arm(left - LONGEST), LONGEST) : browser().setTimeout(callback, left);
  };
  arm(milliseconds);
  return () => browser().clearTimeout(timer);
}

/**
 * Watches the timers that a program sets through its module `js`, in the global object's own functions.
 * @param {any} global @returns {() => void} calls off those that are left, and puts the browser's functions back
 */
export function watchTimers(global) {
  const own = Object.fromEntries(
    Object.entries(PAIRS).flatMap((pair) => pair.map((name) => [name, typeof global[name] === "function" ? global[name].bind(global) : undefined])),
  );
  const former = Object.fromEntries(Object.keys(own).map((name) => [name, global[name]]));
  /** @type {(() => void)[]} */
  const left = [];
  replaced = own;
  for (const [set, clear] of Object.entries(PAIRS)) {
    if (!own[set]) continue;
    global[set] = (/** @type {unknown[]} */ ...args) => {
      const timer = own[set](...args);
      left.push(() => own[clear](timer));
      return timer;
    };
  }
  return () => {
    for (const callOff of left) callOff();
    Object.assign(global, former);
    replaced = null;
  };
}
