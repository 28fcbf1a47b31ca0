// @ts-check
/** Follows a reader who started a program by hand, and brings its questions and output into view unless they have moved on. */
import {viewTop} from "./shortcuts.js";

/** How much of the output is brought into view (pixels), and at most which part of the window. */
const ENOUGH = 200;
const PART = 0.4;

/** From the start of a program until the reader does something else on the page. */
export class Attention {
  /** @param {(target: Node) => boolean} belongs whether a node is part of the program that the reader started */
  constructor(belongs) {
    /** Where the focus was. */
    this.origin = document.activeElement;
    this.held = true;
    this.listening = new AbortController();
    const options = {capture: true, signal: this.listening.signal};
    const leave = (/** @type {Event} */ event) => {
      const own = event.target === this.origin && event.type === "focusin";
      if (!own && event.target instanceof Node && !belongs(event.target)) this.end();
    };
    document.addEventListener("pointerdown", leave, options);
    document.addEventListener("focusin", leave, options);
    document.addEventListener("beforeinput", leave, options);
  }

  end() {
    this.held = false;
    this.listening.abort();
  }
}

/** Scrolls just far enough to show the start of an output. @param {Element} output */
export function reveal(output) {
  const {top} = output.getBoundingClientRect();
  const from = viewTop();
  const hidden = top + Math.min(ENOUGH, PART * (innerHeight - from)) - innerHeight;
  const by = top < from ? top - from : Math.max(0, hidden);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (by) scrollBy({top: by, behavior: calm ? "instant" : "smooth"});
}

/**
 * Moves the focus on when a run begins or ends and the element that had it is gone: the pressed button, or the input field.
 * @param {import("./toolbar.js").Toolbar} toolbar @param {boolean} running
 * @param {{focused: Element | null, typing: boolean, origin: Element | null | undefined, editor: HTMLElement | undefined}} at
 *   `focused`: the element that had the focus before; `typing`: it was in the input field, which took the focus from `origin`
 */
export function keepFocus({buttons: {run, stop}, controls}, running, {focused, typing, origin, editor}) {
  const pressed = controls.some((control) => control === focused && control.hidden);
  if (!running && typing && origin instanceof HTMLElement && editor?.contains(origin)) origin.focus({preventScroll: true});
  else if (typing || pressed) (running ? stop : run).focus({preventScroll: true});
}
