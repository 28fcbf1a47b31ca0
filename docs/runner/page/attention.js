// @ts-check
/** Follows a reader who started a program by hand, and brings its questions and output into view unless they have moved on. */
import {viewTop} from "./view.js";

/** How much of the output is brought into view (pixels), and at most which part of the window. */
const ENOUGH = 200;
const PART = 0.4;

/** From the start of a program until the reader does something else on the page. */
export class Attention {
  /** @param {Element | null} origin where the focus was @param {(target: Node) => boolean} belongs whether something is a part of what the reader has started */
  constructor(origin, belongs) {
    this.origin = origin;
    const focused = document.activeElement;
    this.held = !focused || focused === origin || focused === document.body || belongs(focused);
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

/** Where the part of the window begins in which an element below a program's toolbar can be seen: the toolbar stays in view above it. @param {Element} element */
function seenFrom(element) {
  const toolbar = element.closest("py-snippet")?.querySelector(":scope > .snippet-toolbar");
  return viewTop() + (toolbar?.getBoundingClientRect().height ?? 0);
}

/**
 * Scrolls just far enough to show the start of what is below a program's toolbar, such as its output.
 * @param {Element} element @param {boolean} [atOnce] whether what comes next may change the page before a smooth scroll has ended
 */
export function reveal(element, atOnce = matchMedia("(prefers-reduced-motion: reduce)").matches) {
  const {top} = element.getBoundingClientRect();
  const from = seenFrom(element);
  const hidden = top + Math.min(ENOUGH, PART * (innerHeight - from)) - innerHeight;
  const by = top < from ? top - from : Math.max(0, hidden);
  if (by) scrollBy({top: by, behavior: atOnce ? "instant" : "smooth"});
}
