// @ts-check
/**
 * The spare interpreter, booted before Run is pressed: at the reader's first sign of interest (interest.js), and again
 * after each program; if it stays unused, it is discarded.
 */
import {Interpreter, isQuick} from "./interpreter.js";

/** How long an unused spare is kept; milliseconds. */
const IDLE = 5 * 60_000;
/** Devices with no more memory than this keep no spare; gigabytes, as browsers report them. */
const LITTLE_MEMORY = 2;

/** @type {Interpreter | null} */
let spare = null;
let idle = 0;

/** @param {string[]} packages @param {string[]} others */
const areSame = (packages, others) => packages.join() === others.join();

/** @param {string[]} packages what the next program imports, as far as known */
function boot(packages) {
  self.clearTimeout(idle);
  idle = self.setTimeout(release, IDLE);
  if (spare && !spare.discarded) {
    // Packages can be unpacked into a spare that has none; one with other packages isn't fresh for this program.
    if (areSame(spare.packages, packages) || (!spare.packages.length && !isQuick(packages))) return;
    spare.discard();
  }
  const interpreter = (spare = new Interpreter(packages));
  interpreter.ready.catch(() => {
    if (spare === interpreter) spare = null; // the next attempt boots another
  });
}

/** Boots a spare, if there is enough memory and the page is visible. @param {string[]} packages what the next program imports, as far as known */
export function warm(packages) {
  const {deviceMemory = Infinity} = /** @type {{deviceMemory?: number}} */ (navigator);
  if (deviceMemory > LITTLE_MEMORY && !document.hidden) boot(packages);
}

/** Returns an interpreter to run a program in. @param {string[]} packages what it imports, as far as known */
export function take(packages) {
  boot(packages);
  self.clearTimeout(idle);
  const taken = /** @type {Interpreter} */ (/** @type {unknown} */ (spare));
  spare = null;
  return taken;
}

/** Takes back an interpreter that has run nothing. @param {Interpreter} interpreter */
export function giveBack(interpreter) {
  if (spare || document.hidden || interpreter.discarded) {
    interpreter.discard();
  } else {
    spare = interpreter;
    idle = self.setTimeout(release, IDLE);
  }
}

/** Discards the spare. */
export function release() {
  self.clearTimeout(idle);
  spare?.discard();
  spare = null;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) release();
});
