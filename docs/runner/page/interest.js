// @ts-check
/**
 * Detects that a reader may soon run a program. A pointer, a finger or the focus at a program is such a sign; on a fast
 * connection, so is a program that stays in view. For a reader whose browser asks to save data none of these count:
 * there, Run itself is the first sign.
 */

/** How long a program must stay in view to count; milliseconds. */
const STAYED = 1_000;
/** The connection speed from which on it is fine to load what wasn't asked for; megabits per second. */
const FAST = 5;

/** What Chromium reports about the connection. @type {{saveData: boolean, effectiveType: string, downlink: number} | undefined} */
const connection = /** @type {any} */ (navigator).connection;
const isFast = () => connection !== undefined && connection.effectiveType === "4g" && connection.downlink >= FAST;

/** For each watched Run button: the callback, and the timer that runs while the button is in view. @type {Map<Element, {tell: () => void, timer: number}>} */
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
  if (self === top) view.observe(run); // not in an embed: readers came for the page around it
}

/** @param {Element} run of a program that is gone */
export function forget(run) {
  self.clearTimeout(watched.get(run)?.timer);
  watched.delete(run);
  view.unobserve(run);
}
