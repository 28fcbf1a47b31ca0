// @ts-check
/**
 * CPython's thread states, as they lie in memory. Each green thread has one, as a thread on a machine has, but not a C stack
 * of its own: all stacks lie at one place, and a suspended one is copied away. Some of its frames lie on that stack: those
 * with which the interpreter enters itself (`_PyEntryFrame`), one for each call of Python code by C code. Whoever walks the
 * frames of all threads (the garbage collector, `sys._current_frames`, `sys.monitoring`) would read another's memory there.
 * They hold nothing. So while a thread is suspended, its chain of frames leads past them.
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
 * How much of its own stack CPython may use until it raises RecursionError; bytes. It reckons with several megabytes. But
 * the browser's stack, about one megabyte in Chromium, ends before, and the interpreter with it: Python code that C calls,
 * which Python calls (`__repr__`, `functools.cache`), takes 450 bytes of the one and up to 1,300 of the other.
 */
const STACK = 280_000;

/** @typedef {[place: number, frame: number][]} Links where the address of which frame stood */

/**
 * A thread is suspended: takes the frames on its C stack out of the chain.
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
 * It goes on, and its C stack is back: puts them into the chain again.
 * @param {any} module @param {number} threadState @param {Links} links @returns {number} the thread's identifier
 */
export function linkEntries(module, threadState, links) {
  for (const [place, frame] of links.reverse()) module.HEAPU32[place] = frame;
  return setRunning(module, module.HEAPU32[(threadState + THREAD_ID) >>> 2]);
}

/**
 * What C code takes for the identifier of the running thread: docs/_site/wasm_patch.py.
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
 * Whether C code that runs now may be suspended: no JavaScript is below it, it holds neither the interpreter's lock nor the
 * collector's lists (see kernel/browser.py, can_suspend).
 * @param {any} module @returns {boolean}
 */
export function mayWaitInC(module) {
  const interpreter = module.HEAPU32[(module.__PyRuntime + INTERPRETERS) >>> 2];
  return module.validSuspender.value && !module._PyThreadState_GetUnchecked() && !module.HEAPU32[(interpreter + COLLECTING) >>> 2];
}

/**
 * A thread starts: others know it by its number, which is what `PyThreadState_SetAsyncExc` looks for.
 * @param {any} module @param {number} ident
 */
export function identify(module, ident) {
  const threadState = module._PyThreadState_Get();
  if (ident && module.HEAPU32[(threadState + THREAD_ID) >>> 2] !== ident) disown(module, threadState);
  module.HEAPU32[(threadState + THREAD_ID) >>> 2] = setRunning(module, ident);
  module.HEAPU32[(threadState + C_STACK_SOFT_LIMIT) >>> 2] = module.stackSave() - STACK;
}

/**
 * A thread that is suspended never runs again: its state has no identifier, which another thread may have from now on.
 * @param {any} module @param {number} threadState
 */
export function retire(module, threadState) {
  if (threadState) module.HEAPU32[(threadState + THREAD_ID) >>> 2] = 0;
}

/**
 * Pyodide lets a new thread state share its maker's dictionary, in which C code keeps what is a thread's own: which objects
 * repr() is about to show, ctypes' copy of errno. Without one, CPython makes it.
 * @param {any} module @param {number} threadState
 */
function disown(module, threadState) {
  const place = (threadState + DICTIONARY) >>> 2;
  const dictionary = module.HEAPU32[place];
  module.HEAPU32[place] = 0;
  if (dictionary) module._Py_DecRef(dictionary);
}
