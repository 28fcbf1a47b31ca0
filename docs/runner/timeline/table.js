// @ts-check
/**
 * A timeline in words: a row for each turn, for those who don't see the drawing.
 *
 * @typedef {import("./types.js").Block} Block
 * @typedef {import("./drawing.js").Scene} Scene
 * @typedef {{time: string, who: string, why: string, does: string, then: string}} Row
 */
import {heldFor} from "./layout.js";
import {code, cut, duration, waiting} from "./words.js";

/** @param {Scene} scene @param {number} [first] @param {number} [count] @returns {Row[]} */
export function rows(scene, first = 0, count = Infinity) {
  const start = scene.model.points[0]?.time ?? 0;
  return scene.model.blocks.filter(({hidden, lane}) => !hidden && lane.row >= 0).slice(first, first + count).map((block) => ({
    time: duration(block.start.time - start),
    who: block.lane.name,
    why: reason(scene, block),
    does: deeds(scene, block),
    then: result(scene, block),
  }));
}

/** @param {Block} block */
const processOf = ({lane}) => Number(lane.key.split("/")[0]);

/** Why it could run. @param {Scene} scene @param {Block} block */
function reason({model}, block) {
  if (!block.cause) return "";
  const {kind, from, by} = block.cause;
  const who = from ? from.lane.name : Object.keys(by).length ? model.whoIs(processOf(block), by) : "";
  if (who === block.lane.name) return "";
  return who && `${{wakes: "woken", starts: "started", cancels: "cancelled"}[kind]} by ${who}`;
}

/** @param {Scene} scene @param {Block} block */
function deeds({model, lines}, block) {
  const started = model.arrows.filter(({from, kind}) => from === block && kind === "starts").map(({to}) => to.name);
  const cancelled = model.arrows.filter(({from, kind}) => from === block && kind === "cancels").map(({to}) => to.name);
  const held = heldFor(block);
  const text = block.line && !block.file ? code(lines[block.line - 1] ?? "") : "";
  return [
    block.turns > 1 ? `${block.turns} turns` : "",
    block.line ? `${block.file ?? "line"} ${block.line}${text ? `: ${cut(text, 50)}` : ""}` : block.label,
    started.length ? `starts ${started.join(", ")}` : "",
    cancelled.length ? `cancels ${cancelled.join(", ")}` : "",
    ...block.notes,
    ...block.prints.map(({text: line}) => `prints “${cut(line.trim(), 60)}”`),
    held ? `runs for ${duration(held)}` : "",
  ].filter(Boolean).join("; ");
}

/** @param {Scene} scene @param {Block} block */
function result({model}, block) {
  const {wait, lane, result: outcome} = block;
  const process = processOf(block);
  if (outcome === "waits") return wait ? `waits: ${waiting(wait, (task) => model.nameOf(process, task), (who) => model.whoIs(process, who))}` : "waits";
  if (outcome === "failed") return `fails: ${lane.error?.type ?? ""}`;
  return {ready: "stays ready", done: "ends", cancelled: "is cancelled", destroyed: "is collected", "": ""}[outcome];
}
