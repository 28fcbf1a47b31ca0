// @ts-check
/** Zooming in a timeline with two fingers, on a screen or a trackpad, and with Ctrl and the wheel. */

/** How much a pixel of the wheel zooms, as a logarithm. */
const PER_PIXEL = 0.01;
/** How many pixels of one event count: a notch of a mouse wheel is about a hundred. */
const MOST = 40;
/** The height of a line, in which some mice report; pixels. */
const LINE = 16;

/** @param {{element: HTMLElement, zoom(factor: number, from: number, to?: number): void}} view a TimelineView */
export function zoomByGestures(view) {
  const {element} = view;
  const within = (/** @type {number} */ x) => x - element.getBoundingClientRect().left;

  element.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // browsers set it for two fingers on a trackpad, too
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
    view.zoom(Math.exp(-PER_PIXEL * Math.max(-MOST, Math.min(MOST, pixels))), within(event.clientX));
  }, {passive: false});

  /** The last two fingers: their distance and their middle. @type {{distance: number, middle: number} | null} */
  let last = null;
  const read = (/** @type {TouchEvent} */ {touches: [one, other]}) => ({
    distance: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
    middle: within((one.clientX + other.clientX) / 2),
  });
  for (const name of /** @type {const} */ (["touchstart", "touchend", "touchcancel"])) {
    element.addEventListener(name, (event) => (last = event.touches.length === 2 ? read(event) : null), {passive: true});
  }
  element.addEventListener("touchmove", (event) => {
    if (!last || event.touches.length !== 2 || !event.cancelable) return;
    event.preventDefault();
    const now = read(event);
    if (now.distance && last.distance) view.zoom(now.distance / last.distance, last.middle, now.middle);
    last = now;
  }, {passive: false});
}
