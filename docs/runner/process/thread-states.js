// @ts-check
/**
 * CPython's thread states in memory. Each green thread has one, like a thread of an operating system, but not its own C stack:
 * all stacks occupy the same place, and a suspended one is copied away. Some of a thread's frames are on that stack: those
 * with which the interpreter enters itself (`_PyEntryFrame`), one for each call of Python code by C code. Code that walks the
 * frames of all threads (the garbage collector, `sys._current_frames`, `sys.monitoring`) would read another thread's memory
 * there. These frames hold nothing, so the chain of a suspended thread's frames is made to skip them.
 *
 * The offsets are those of `_Py_DebugOffsets` of CPython 3.14.2.
 */
const INTERPRETERS = 796; // in _PyRuntime
const MAIN_THREAD = 816;
const COLLECTING = 3740 + 116; // in PyInterpreterState
const CURRENT_FRAME = 52; // in PyThreadState
const DICTIONARY = 80;
const THREAD_ID = 92;
const C_STACK_SOFT_LIMIT = 712;
const PREVIOUS = 4; // in _PyInterpreterFrame
const OWNER = 38;
const OWNED_BY_INTERPRETER = 3;
/**
 * How much of its own stack CPython may use before it raises RecursionError; bytes. It assumes several megabytes, but the
 * browser's stack, about one megabyte in Chromium, overflows first, and the interpreter dies with it: Python code called by C
 * code called by Python (`__repr__`, `functools.cache`) takes 450 bytes of the former and up to 1,300 of the latter.
 */
const STACK = 280_000;

/** @typedef {[place: number, frame: number][]} Links the address of a pointer, and the frame that it pointed to */

/**
 * Takes the frames on a suspended thread's C stack out of its chain.
 * @param {any} module @param {number} threadState @returns {Links}
 */
export function unlinkEntries(module, threadState) {
  const {HEAPU8, HEAPU32} = module;
  /** @type {Links} */
  const links = [];
  let place = (threadState + CURRENT_FRAME) >>> 2;
  for (let frame = HEAPU32[place]; frame; frame = HEAPU32[place]) {
    const next = (frame + PREVIOUS) >>> 2;
    if (HEAPU8[frame + OWNER] === OWNED_BY_INTERPRETER) {
      links.push([place, frame]);
      HEAPU32[place] = HEAPU32[next];
    } else place = next;
  }
  return links;
}

/**
 * Puts them back into the chain, when the thread is resumed and its C stack is restored.
 * @param {any} module @param {number} threadState @param {Links} links @returns {number} the thread's identifier
 */
export function linkEntries(module, threadState, links) {
  for (const [place, frame] of links.reverse()) module.HEAPU32[place] = frame;
  return setRunning(module, module.HEAPU32[(threadState + THREAD_ID) >>> 2]);
}

/**
 * Sets the identifier of the running thread for C code (docs/_site/wasm_patch.py).
 * @param {any} module @param {number} ident
 */
function setRunning(module, ident) {
  module.HEAPU32[(module.__PyRuntime + MAIN_THREAD) >>> 2] = ident;
  return ident;
}

/** The identifier of the running thread. @param {any} module @returns {number} */
export function running(module) {
  return module.HEAPU32[(module.__PyRuntime + MAIN_THREAD) >>> 2];
}

/**
 * Whether the running C code may be suspended: no JavaScript is below it, and it holds neither the interpreter's lock nor the
 * collector's lists (see kernel/browser.py, can_suspend).
 * @param {any} module @returns {boolean}
 */
export function mayWaitInC(module) {
  const interpreter = module.HEAPU32[(module.__PyRuntime + INTERPRETERS) >>> 2];
  return module.validSuspender.value && !module._PyThreadState_GetUnchecked() && !module.HEAPU32[(interpreter + COLLECTING) >>> 2];
}

/**
 * Sets a starting thread's identifier, by which `PyThreadState_SetAsyncExc` finds it.
 * @param {any} module @param {number} ident
 */
export function identify(module, ident) {
  const threadState = module._PyThreadState_Get();
  if (ident && module.HEAPU32[(threadState + THREAD_ID) >>> 2] !== ident) disown(module, threadState);
  module.HEAPU32[(threadState + THREAD_ID) >>> 2] = setRunning(module, ident);
  module.HEAPU32[(threadState + C_STACK_SOFT_LIMIT) >>> 2] = module.stackSave() - STACK;
}

/**
 * Clears the identifier of a suspended thread that never runs again, so that another thread may reuse it.
 * @param {any} module @param {number} threadState
 */
export function retire(module, threadState) {
  if (threadState) module.HEAPU32[(threadState + THREAD_ID) >>> 2] = 0;
}

/**
 * Gives a thread state its own dictionary, in which C code keeps per-thread data, such as the objects that repr() is showing or
 * ctypes' copy of errno: Pyodide lets a new state share its creator's. CPython creates one if there is none.
 * @param {any} module @param {number} threadState
 */
function disown(module, threadState) {
  const place = (threadState + DICTIONARY) >>> 2;
  const dictionary = module.HEAPU32[place];
  module.HEAPU32[place] = 0;
  if (dictionary) module._Py_DecRef(dictionary);
}
