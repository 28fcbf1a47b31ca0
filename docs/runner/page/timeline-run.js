// @ts-check
/** The timeline hears of a run, while it is open. */

/** What a run that begins now tells of itself (session.js). @param {import("./timeline.js").Timeline} timeline the program's */
export function follow(timeline) {
  timeline.host.querySelector(":scope > .snippet-deadlock")?.remove();
  return {
    records: () => expect(timeline),
    onEvents: (/** @type {string} */ lines) => void timeline.ask((panel) => panel.addLines(lines)),
    onDeadlock: (/** @type {import("../timeline/deadlock.js").Stuck[]} */ agents) => void timeline.ask((panel) => panel.showDeadlock(agents)),
    onTurn: (/** @type {import("../timeline/now.js").Turn} */ turn) => void timeline.ask((panel) => panel.pauseBefore(turn)),
  };
}

/** Events come if they are wanted: while the panel is open. @param {import("./timeline.js").Timeline} timeline @returns {boolean} whether they are */
function expect(timeline) {
  const isOpen = timeline.host.querySelector(":scope > .timeline > details")?.matches("[open]") ?? false;
  if (isOpen || timeline.isLoaded) void timeline.ask((panel) => panel.expect(isOpen));
  return isOpen;
}
