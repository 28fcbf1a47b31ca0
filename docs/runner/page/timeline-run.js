// @ts-check
/** The timeline hears of a run, while it is open. */

/**
 * What a run that begins now tells of itself (session.js).
 * @param {import("./timeline.js").Timeline} timeline the program's @param {() => boolean} isShown whether the run is still the program's: a Reset ends that
 */
export function follow(timeline, isShown) {
  timeline.host.querySelector(":scope > .snippet-deadlock")?.remove();
  return {
    records: () => timeline.expect(),
    onEvents: (/** @type {string} */ lines) => void (isShown() && timeline.addLines(lines)),
    onDeadlock: (/** @type {import("../timeline/deadlock.js").Stuck[]} */ agents) => void (isShown() && timeline.ask((panel) => panel.showDeadlock(agents))),
    onTurn: (/** @type {import("../timeline/now.js").Turn} */ turn) => void (isShown() && timeline.ask((panel) => panel.pauseBefore(turn))),
  };
}
