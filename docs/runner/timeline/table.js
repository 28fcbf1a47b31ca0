// @ts-check
/**
 * A timeline in words: a row for each turn, for those who don't see the drawing.
 *
 * @typedef {import("./types.js").Block} Block
 * @typedef {import("./drawing.js").Scene} Scene
 * @typedef {import("./model.js").Model} Model
 * @typedef {{time: string, who: string, why: string, does: string, then: string}} Row
 */
import {isLeftOut} from "./lanes.js";
import {heldFor} from "./layout.js";
import {code, counted, cut, duration, waiting} from "./words.js";

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

/** Why a block could run. @param {Scene} scene @param {Block} block */
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

/** Counts the lanes and turns, and the time. @param {Model} model */
export function summary({lanes, blocks, points}) {
  const tasks = lanes.all.filter(({kind, used}) => used && (kind === "task" || kind === "rest")).reduce((sum, {size}) => sum + size, 0);
  const turns = blocks.filter(({hidden}) => !hidden).reduce((sum, block) => sum + block.turns, 0);
  const time = (points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0);
  const threads = lanes.all.filter(({kind}) => kind === "thread").length;
  const actors = [...(threads > 1 || !tasks ? [counted(Math.max(1, threads), "thread")] : []), ...(tasks ? [counted(tasks, "task")] : [])];
  return [...actors, counted(turns, "turn"), ...(time >= 1000 ? [duration(time)] : [])].join(" · ");
}

/** Remarks: which lanes held up their loop, for how long and in which lines; and which lanes are left out. @param {Model} model @returns {string[]} */
export function remarks({blocks, lanes}) {
  const helpers = lanes.all.filter(isLeftOut).length;
  const left = helpers ? [`Left out: ${counted(helpers, "task or thread", "tasks and threads")} of libraries, which ${helpers === 1 ? "runs" : "run"} no line of this program.`] : [];
  return [...blocks.filter((block) => !block.hidden && heldFor(block)).map((block) => {
    return `${block.lane.name} held the loop for ${duration(heldFor(block))}${where(block)}.`;
  }), ...left];
}

/** The two known lines between which a block took longest. @param {Block} block */
function where({start, end, prints, line}) {
  /** @type {{time: number, line: number | null}[]} */
  const known = [{time: start.time, line: null}, ...prints.map((print) => ({time: print.at.time, line: print.line})), {time: end?.time ?? start.time, line}];
  const times = known.slice(1).map(({time}, index) => time - known[index].time);
  const at = times.indexOf(Math.max(...times));
  const [before, after] = [known[at].line, known[at + 1].line];
  if (before && after && before !== after) return ` between lines ${before} and ${after}`;
  return before ?? after ? ` ${before ? "after" : "before"} line ${before ?? after}` : "";
}
