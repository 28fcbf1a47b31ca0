// @ts-check
/**
 * The interpreter that is booted ahead of Run. It starts with the reader's first sign of interest (interest.js), and again
 * after each program; unused, it is let go.
 */
import {Interpreter, isQuick} from "./interpreter.js";

/** How long it waits for its use; milliseconds. */
const IDLE = 5 * 60_000;
/** With no more memory, nothing is kept that isn't used; gigabytes, as browsers tell. */
const LITTLE_MEMORY = 2;

/** @type {Interpreter | null} */
let spare = null;
let idle = 0;

/** @param {string[]} packages @param {string[]} others */
const areSame = (packages, others) => packages.join() === others.join();

/** @param {string[]} packages what the next program imports, as far as is known */
function boot(packages) {
  self.clearTimeout(idle);
  idle = self.setTimeout(release, IDLE);
  if (spare && !spare.discarded) {
    // One without packages can have them unpacked; one with others isn't new for this program.
    if (areSame(spare.packages, packages) || (!spare.packages.length && !isQuick(packages))) return;
    spare.discard();
  }
  const interpreter = (spare = new Interpreter(packages));
  interpreter.ready.catch(() => {
    if (spare === interpreter) spare = null; // the next attempt starts afresh
  });
}

/** Boots it, if there is room and somebody looks. @param {string[]} packages what the next program imports, as far as is known */
export function warm(packages) {
  const {deviceMemory = Infinity} = /** @type {{deviceMemory?: number}} */ (navigator);
  if (deviceMemory > LITTLE_MEMORY && !document.hidden) boot(packages);
}

/** One to run a program in. @param {string[]} packages what it imports, as far as is known */
export function take(packages) {
  boot(packages);
  self.clearTimeout(idle);
  const taken = /** @type {Interpreter} */ (/** @type {unknown} */ (spare));
  spare = null;
  return taken;
}

/** It was taken, and has run nothing. @param {Interpreter} interpreter */
export function giveBack(interpreter) {
  if (spare || document.hidden || interpreter.discarded) {
    interpreter.discard();
  } else {
    spare = interpreter;
    idle = self.setTimeout(release, IDLE);
  }
}

/** Lets it go. */
export function release() {
  self.clearTimeout(idle);
  spare?.discard();
  spare = null;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) release();
});
