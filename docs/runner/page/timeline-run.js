// @ts-check
/** The timeline hears of a run, while it is open. */

/** What a run that begins now tells of itself (session.js). @param {import("./timeline.js").Timeline} timeline the program's */
export function follow(timeline) {
  timeline.host.querySelector(":scope > .snippet-deadlock")?.remove();
  return {
    records: () => timeline.expect(),
    onEvents: (/** @type {string} */ lines) => void timeline.addLines(lines),
    onDeadlock: (/** @type {import("../timeline/deadlock.js").Stuck[]} */ agents) => void timeline.ask((panel) => panel.showDeadlock(agents)),
    onTurn: (/** @type {import("../timeline/now.js").Turn} */ turn) => void timeline.ask((panel) => panel.pauseBefore(turn)),
  };
}
