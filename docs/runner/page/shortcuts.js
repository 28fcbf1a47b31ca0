// @ts-check
/**
 * Keyboard shortcuts of the whole page: Ctrl+Enter (Cmd+Enter) runs the last used program if it is in view, otherwise
 * the topmost one in view; Esc stops the running one. Keys that another element on the page uses are left to it.
 *
 * @typedef {{run(): void, stop(): void, readonly runnable: boolean, isRunning(): boolean}} Program
 */
import {viewTop} from "./view.js";

/** How much of a program must be visible for the keys to apply to it; pixels. */
const IN_VIEW = 80;
/** Elements in which Esc has its own meaning, and those in which Ctrl+Enter has one (a link opens in a new tab). */
const USES_ESCAPE = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const USES_ENTER = `a[href], ${USES_ESCAPE}`;
const DIALOG = "dialog, [role=dialog], .md-search";

/** @type {Map<HTMLElement, Program>} */
const programs = new Map();
/** @type {HTMLElement | null} */
let used = null;

/** Registers a program for the shortcuts. @param {HTMLElement} element @param {Program} program */
export function add(element, program) {
  programs.set(element, program);
}

/** @param {HTMLElement} element */
export function remove(element) {
  programs.delete(element);
  if (used === element) used = null;
}

/** Notes that the reader uses this program. @param {HTMLElement} element */
export function use(element) {
  used = element;
}

/** Whether a reader sees the element, or enough of it. @param {Element} element */
function inView(element) {
  const {top, bottom, height} = element.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, viewTop());
  return seen > 0 && seen >= Math.min(height, IN_VIEW);
}

/** The program that Ctrl+Enter runs. @param {Element | null} focused */
function meant(focused) {
  const around = focused?.closest("py-snippet");
  if (around instanceof HTMLElement && programs.has(around)) return around;
  if (used && programs.get(used)?.runnable && inView(used)) return used;
  const seen = [...programs.keys()].filter((element) => programs.get(element)?.runnable && inView(element));
  const top = (/** @type {Element} */ element) => element.getBoundingClientRect().top;
  return seen.sort((one, other) => top(one) - top(other))[0] ?? null;
}

/** @param {Element | null} focused @param {string} users a selector; returns whether an element that matches it, other than a program's editor, has the focus */
function taken(focused, users) {
  return Boolean(document.querySelector("[data-md-toggle=search]:checked") || focused?.closest(DIALOG) || (focused?.closest(users) && !focused.closest("py-snippet")));
}

/** @param {KeyboardEvent} event */
function keydown(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.shiftKey) return;
  const focused = event.target instanceof Element ? event.target : null;
  if (event.key === "Enter" && event.ctrlKey !== event.metaKey && !taken(focused, USES_ENTER)) {
    const element = meant(focused);
    if (!element) return;
    event.preventDefault();
    if (!event.repeat && programs.get(element)?.runnable) programs.get(element)?.run();
  } else if (event.key === "Escape" && !event.ctrlKey && !event.metaKey && !taken(focused, USES_ESCAPE)) {
    const running = [...programs.values()].find((program) => program.isRunning());
    if (!running) return;
    event.preventDefault();
    if (!event.repeat) running.stop();
  }
}

document.addEventListener("keydown", keydown);
