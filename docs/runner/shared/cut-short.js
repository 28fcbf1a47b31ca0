// @ts-check
/**
 * How an exploration (schedules.js) ends that the reader or a crash has ended.
 * @param {{runs: number, counts: number[]}} explored its progress @param {boolean} [crashed] @returns {import("./schedules.js").Ended & {type: string}}
 */
export const cutShort = (explored, crashed) => ({type: "explorationEnded", ...explored, found: null, switches: [], digest: "", reason: crashed ? "crashed" : "stopped"});
