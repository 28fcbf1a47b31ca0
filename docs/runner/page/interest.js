// @ts-check
/**
 * What of a reader's doings says that they may soon run a program. A pointer, a finger or the focus at a program does; on a fast
 * connection, so does a program that stays in view. Who asks the browser to save data is asked by none of it: there,
 * Run itself is the first sign.
 */

/** A program is in view once the reader has stayed with it so long; milliseconds. */
const STAYED = 1_000;
/** What is fast enough for something that wasn't asked for; megabits a second. */
const FAST = 5;

/** What Chromium tells of the connection. @type {{saveData: boolean, effectiveType: string, downlink: number} | undefined} */
const connection = /** @type {any} */ (navigator).connection;
const isFast = () => connection !== undefined && connection.effectiveType === "4g" && connection.downlink >= FAST;

/** By the Run button that is in view: what it calls, and the timer until then. @type {Map<Element, {tell: () => void, timer: number}>} */
const watched = new Map();

const view = new IntersectionObserver(
  (entries) => {
    for (const {target, isIntersecting} of entries) {
      const button = watched.get(target);
      if (!button) continue;
      self.clearTimeout(button.timer);
      if (isIntersecting && isFast()) button.timer = self.setTimeout(button.tell, STAYED);
    }
  },
  {threshold: 1},
);

/** Calls `tell` with each sign of interest in a program. @param {HTMLElement} program @param {Element} run its Run button @param {() => void} tell */
export function watch(program, run, tell) {
  const sign = () => {
    if (!connection?.saveData) tell();
  };
  for (const event of ["pointerenter", "pointerdown", "focusin"]) program.addEventListener(event, sign, {passive: true});
  watched.set(run, {tell: sign, timer: 0});
  if (self === top) view.observe(run); // in a page of another site, nobody has come for the program
}

/** @param {Element} run of a program that is gone */
export function forget(run) {
  self.clearTimeout(watched.get(run)?.timer);
  watched.delete(run);
  view.unobserve(run);
}
