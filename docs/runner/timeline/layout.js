// @ts-check
/**
 * Positions on the axis. By step, each turn is one column, however long it took, and a time in which nothing runs is a narrow
 * gap; to scale, positions are proportional to time.
 *
 * @typedef {import("./types.js").Block} Block
 * @typedef {import("./types.js").Stretch} Stretch
 * @typedef {import("./model.js").Model} Model
 * @typedef {{width: number, gaps: Stretch[], held: Block[], perSecond: number, rows: number}} Layout
 *   perSecond: pixels per second; 0: by step. gaps: times in which nothing runs. held: blocks that hold up their loop. rows: of printed lines
 */
import {HELD} from "./model.js";
import {caption, cut} from "./words.js";

/** Pixels. */
const CHARACTER = 6; // of code, in a font of 10 px
export const BEFORE = 7; // a block
const WIDEST = 19; // characters
const NARROWEST = 48;
const MARK = 9; // for what happens within a block
const MOST_MARKED = 300;
const GAP = 62;
/** The space before and after an event between two blocks; a request to cancel is followed by a word. */
const ASIDE = {aside: [5, 5], request: [5, 36]};
const PADDING = 10;
const SLIVER = 2;
export const PRINTED = 6; // a character of a printed line, in a font of 10 px
const ROWS = 6; // of printed lines
/** Microseconds. A shorter pause between two turns is the interpreter's overhead, not the program's waiting. */
const PAUSE = 1000;

/** The widths of ended blocks, which don't change any more. @type {WeakMap<Block, number>} */
const known = new WeakMap();

/** How wide a block is by step. @param {Block} block @param {string[]} lines */
function widthOf(block, lines) {
  const found = block.end && known.get(block);
  if (found) return found;
  const longest = Math.max(...caption(block, lines).map((text) => cut(text, WIDEST).length));
  const wide = Math.max(NARROWEST, Math.ceil(longest * CHARACTER) + PADDING, Math.min(MOST_MARKED, MARK * (block.marks.length + 1)));
  if (block.end && block.lane.kind !== "rest") known.set(block, wide);
  return wide;
}

/** How many characters of code fit in a width in pixels. @param {number} width */
export function fitting(width) {
  return Math.max(0, Math.floor((width - PADDING + 2) / CHARACTER));
}

/** How long a block held up its loop; 0 if too short to mention, or for a thread, which doesn't hold up others. @param {Block} block */
export function heldFor({lane, start, end}) {
  const time = end && lane.kind !== "thread" ? end.time - start.time : 0;
  return time >= HELD ? time : 0;
}

/**
 * Assigns a position to each point of a model.
 * @param {Model} model @param {string[]} lines the program's @param {number} [perSecond] pixels: draws to scale @returns {Layout}
 */
export function place(model, lines, perSecond = 0) {
  const layout = perSecond ? toScale(model, perSecond) : byStep(model, lines);
  layout.rows = placePrints(model);
  return layout;
}

/** Places printed text under its block, in a lower row if another text is in the way. @param {Model} model */
function placePrints({prints}) {
  /** Where the texts of each row end. @type {number[]} */
  const ends = Array(ROWS).fill(-Infinity);
  let rows = 0;
  for (let index = 0; index < prints.length;) {
    const {block} = prints[index];
    let count = 1;
    while (prints[index + count]?.block === block) count += 1;
    const group = prints.slice(index, index + count);
    const {x} = block.start;
    const needed = Math.min(count, ROWS);
    let first = 0;
    while (first < ROWS - needed && ends.slice(first, first + needed).some((end) => end > x)) first += 1;
    for (const [place, print] of group.entries()) {
      print.row = place < needed ? first + place : -1;
      print.more = place === needed - 1 ? count - needed : 0;
      if (print.row >= 0) ends[print.row] = Math.max(ends[print.row], x + printed(print).length * PRINTED + 8);
    }
    rows = Math.max(rows, first + needed);
    index += count;
  }
  return rows;
}

/** A printed line as it is shown. @param {import("./types.js").Print} print */
export function printed({text, more}) {
  return more ? `… ${more + 1} lines` : cut(text.trimEnd(), 30);
}

/** @param {Model} model @param {string[]} lines @returns {Layout} */
function byStep({points, blocks}, lines) {
  /** @type {Stretch[]} */
  const gaps = [];
  /** @type {Map<Block, number>} */
  const widths = new Map();
  /** How many of each block's marks have a position. @type {Map<Block, number>} */
  const passes = new Map();
  let x = 0;
  let running = 0;
  let last = points[0]?.time ?? 0;
  for (const point of points) {
    const {block, time} = point;
    if (!running && time - last >= PAUSE) {
      gaps.push({time: time - last, from: x + BEFORE, to: x + BEFORE + GAP});
      x += BEFORE + GAP;
    }
    last = time;
    if (block && !block.hidden) {
      if (point.kind === "start") {
        x += BEFORE;
        widths.set(block, widthOf(block, lines));
        running += 1;
      } else if (point.kind === "mark") {
        const passed = (passes.get(block) ?? 0) + 1;
        passes.set(block, passed);
        const within = passed / (block.marks.length + 1);
        x = Math.max(x, block.start.x + (widths.get(block) ?? 0) * within);
      } else if (point.kind === "end") {
        x = Math.max(x, block.start.x + (widths.get(block) ?? 0));
        running -= 1;
      }
    }
    const [before, after] = point.kind in ASIDE && !running ? ASIDE[/** @type {keyof typeof ASIDE} */ (point.kind)] : [0, 0];
    x += before;
    point.x = x;
    x += after;
  }
  const open = blocks.filter(({end, hidden}) => !end && !hidden).map((block) => block.start.x + (widths.get(block) ?? 0));
  return {width: Math.max(x, ...open), gaps, held: blocks.filter(heldFor), perSecond: 0, rows: 0};
}

/** @param {Model} model @param {number} perSecond @returns {Layout} */
function toScale({points, blocks}, perSecond) {
  const start = points[0]?.time ?? 0;
  for (const point of points) point.x = ((point.time - start) / 1e6) * perSecond;
  for (const {start: from, end} of blocks) if (end) end.x = Math.max(end.x, from.x + SLIVER);
  return {width: points.at(-1)?.x ?? 0, gaps: [], held: blocks.filter(heldFor), perSecond, rows: 0};
}
