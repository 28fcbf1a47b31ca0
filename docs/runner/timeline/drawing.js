// @ts-check
/**
 * A timeline as SVG: shapes distinguish the states; colours, from the style sheet, only add to them.
 *
 * @typedef {import("./types.js").Arrow} Arrow
 * @typedef {import("./types.js").Block} Block
 * @typedef {import("./types.js").Lane} Lane
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./layout.js").Layout} Layout
 * @typedef {{model: Model, layout: Layout, lanes: Lane[], lines: string[]}} Scene lines: the program's
 */
import {BEFORE, PRINTED, fitting, heldFor, printed} from "./layout.js";
import {caption, cut, cutName, duration, waiting} from "./words.js";

/** Pixels. */
const TOP = 24; // above the lanes: lengths of pauses
const PITCH = 46; // of lanes
const HEIGHT = 30; // of a block
const ROW = 13; // of printed lines
const BELOW = 12; // between lanes and printed lines
const LETTER = 5.1; // of a sans-serif text of 10 px, on the average
const NAME = 14; // the most characters of a lane's name
const SLIVER = 4; // the narrowest shape that can be pointed at
const SIGN = 14; // of the end of a lane
const MARGIN = 14; // at the right, for the sign that the last lane has ended

/** @param {string} text */
export function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A coordinate: with no more digits than matter. @param {number} value */
const n = (value) => String(Math.round(value * 10) / 10);

/** The middle of a lane. @param {Lane} lane */
export const middle = ({row}) => TOP + row * PITCH + PITCH / 2;

/** @param {string} kind @param {number} x @param {number} y @param {string} text @param {string} [more] */
const label = (kind, x, y, text, more = "") => `<text class="${kind}" x="${n(x)}" y="${n(y)}"${more}>${escape(text)}</text>`;

/** @param {Scene} scene */
export function height({lanes, layout}) {
  return TOP + lanes.length * PITCH + (layout.rows ? BELOW + layout.rows * ROW : 0) + 4;
}

/** The width of a drawing, including the texts after the ends of its lanes. @param {Scene} scene */
export function width({model, layout, lanes}) {
  const ends = lanes.map((lane) => (lane.ended ? behind(lane) + MARGIN + ending(lane).length * LETTER : 0));
  const texts = model.prints.slice(-10).map((print) => print.block.start.x + printed(print).length * PRINTED);
  return Math.ceil(Math.max(layout.width + MARGIN, ...ends, ...texts)) + 2;
}

/** @param {Scene} scene @returns {number} of the names' column */
export function nameWidth({lanes, layout}) {
  const longest = Math.max(layout.rows ? 7 : 0, ...lanes.map(({name, depth}) => cutName(name, NAME).length + 1.5 * depth));
  return Math.ceil(longest * 6.1) + 10;
}

/** The names of the lanes. @param {Scene} scene @returns {string} */
export function names(scene) {
  const {lanes, layout} = scene;
  const acts = (/** @type {Lane} */ {kind, depth}, /** @type {number} */ row) => kind === "task" || (kind === "thread" && (lanes[row + 1]?.depth ?? 0) <= depth);
  const shown = lanes.map((lane, row) => label(acts(lane, row) ? "n" : "n k", lane.depth * 9, middle(lane) + 4, cutName(lane.name, NAME)));
  if (layout.rows) shown.push(label("p k", 0, TOP + lanes.length * PITCH + BELOW + ROW - 4, "printed"));
  return shown.join("");
}

/**
 * Draws what lies between two positions on the axis, or reaches into that range.
 * @param {Scene} scene @param {number} [from] @param {number} [to] pixels @returns {string}
 */
export function columns(scene, from = -Infinity, to = Infinity) {
  const {model, layout, lanes} = scene;
  const shown = (/** @type {number} */ left, /** @type {number} */ right) => right >= from && left <= to;
  const end = width(scene);
  const parts = layout.gaps.filter((gap) => shown(gap.from, gap.to)).map((gap) => pause(gap, lanes.length));
  if (layout.perSecond) parts.push(ruler(scene, Math.max(0, from), Math.min(end, to)));
  parts.push(`<path class="l" d="${lanes.map((lane) => rail(lane, end)).join("")}"/>`);
  parts.push(...lanes.filter(({kind, born, ended}) => kind === "process" && shown(born.x, ended?.x ?? end)).map((lane) => other(lane, layout.width)));
  const within = model.segments.filter(({lane, from: {x}, to: last}) => lane.row >= 0 && shown(x, last?.x ?? end) && !(layout.perSecond && (last?.x ?? end) - x < SLIVER));
  parts.push(...apart(within, layout.width).map((segment) => line(scene, segment, segment.to?.x ?? layout.width)));
  const blocks = model.blocks.filter((block) => !block.hidden && block.lane.row >= 0 && shown(block.start.x, right(scene, block)));
  const narrow = (/** @type {Block} */ block) => layout.perSecond > 0 && right(scene, block) - block.start.x < SLIVER;
  parts.push(drops(scene, blocks));
  parts.push(slivers(blocks.filter(narrow)), ...blocks.filter((block) => !narrow(block)).map((block) => turn(scene, block)));
  const arrows = model.arrows.filter(({to: {row}, at: {x}}) => row >= 0 && shown(x - 60, x + 60));
  parts.push(flights(arrows.filter(({kind}) => kind !== "cancels")), ...arrows.filter(({kind}) => kind === "cancels").map((arrow) => cancel(model, arrow)));
  parts.push(...within.map((segment) => words(scene, segment, segment.to?.x ?? layout.width)));
  parts.push(...lanes.filter(({ended}) => ended && shown(ended.x, ended.x + 200)).map(sign));
  parts.push(...layout.held.filter((block) => block.lane.row >= 0 && shown(block.start.x, right(scene, block))).map(held));
  for (const print of model.prints) {
    const {block, row, stream} = print;
    if (row < 0 || !shown(block.start.x, block.start.x + 200)) continue;
    const kind = stream === "stderr" ? "p e" : "p";
    parts.push(label(kind, block.start.x, TOP + lanes.length * PITCH + BELOW + (row + 1) * ROW - 4, printed(print)));
  }
  return parts.join("");
}

/**
 * To scale, turns too short to point at form one shape; of several in the same pixels only the first is drawn.
 * @param {Block[]} blocks
 */
function slivers(blocks) {
  const taken = new Set();
  let path = "";
  for (const {lane, start: {x}} of blocks) {
    const key = `${lane.row} ${Math.round(x)}`;
    if (!taken.has(key)) path += `M${n(x)} ${n(middle(lane) - HEIGHT / 2)}h2v${HEIGHT}h-2z`;
    taken.add(key);
  }
  return path && `<path class="x" d="${path}"/>`;
}

/** The right edge of a block; one that still runs has no end. @param {Scene} scene @param {Block} block */
function right({layout}, {end}) {
  return end?.x ?? layout.width;
}

/** A gap in which nothing runs. @param {import("./types.js").Stretch} gap @param {number} lanes */
function pause({time, from, to}, lanes) {
  const path = `<path class="g" d="M${n(from)} ${TOP - 4}h${n(to - from)}v${lanes * PITCH + 4}h${n(from - to)}z"/>`;
  return path + label("t", (from + to) / 2, TOP - 10, duration(time));
}

/** Times along the axis. @param {Scene} scene @param {number} from @param {number} to */
function ruler({layout, lanes}, from, to) {
  const step = [1, 2, 5].flatMap((digit) => [-4, -3, -2, -1, 0, 1, 2, 3].map((power) => digit * 10 ** power)).sort((a, b) => a - b)
    .find((seconds) => seconds * layout.perSecond >= 70) ?? 1000;
  let path = "";
  let texts = "";
  for (let index = Math.ceil(from / (step * layout.perSecond)); index * step * layout.perSecond <= to; index += 1) {
    const x = index * step * layout.perSecond;
    path += `M${n(x)} ${TOP - 6}V${TOP + lanes.length * PITCH}`;
    texts += label("t", x, TOP - 10, duration(Math.round(index * step * 1e6)));
  }
  return `<path class="l" d="${path}"/>${texts}`;
}

/** The rail of a lane, from its birth to its end. @param {Lane} lane @param {number} end */
function rail(lane, end) {
  return `M${n(lane.born.x)} ${n(middle(lane))}H${n(lane.ended?.x ?? end)}`;
}

/** Leaves out locks held so briefly that they can't be told apart. @param {Segment[]} segments @param {number} end */
function apart(segments, end) {
  /** @type {Map<Lane, number>} */
  const drawn = new Map();
  return segments.filter(({lane, state, from, to}) => {
    if (state !== "holds") return true;
    if ((to?.x ?? end) - from.x < SLIVER && from.x - (drawn.get(lane) ?? -Infinity) < 2 * SLIVER) return false;
    drawn.set(lane, from.x);
    return true;
  });
}

/** The lane of a process whose events aren't recorded. @param {Lane} lane @param {number} end */
function other(lane, end) {
  return `<rect class="j" x="${n(lane.born.x)}" y="${n(middle(lane) - 4)}" width="${n(Math.max(4, (lane.ended?.x ?? end) - lane.born.x))}" height="8" rx="4"/>`;
}

/** The line of a lane between its blocks. @param {Scene} scene @param {Segment} segment @param {number} to */
function line(scene, {lane, state, from: {x}}, to) {
  const y = middle(lane);
  if (state === "waiting") return `<path class="w" d="M${n(x + 4)} ${n(y)}H${n(Math.max(x + 4, to - 2))}"/>`;
  if (state === "ready" && to - x <= 2 * BEFORE && !scene.layout.perSecond) return ""; // it runs at once
  if (state === "ready") return `<rect class="r" x="${n(x)}" y="${n(y - 6)}" width="${n(Math.max(4, to - x))}" height="12" rx="6"/>`;
  return `<path class="h" d="M${n(x)} ${n(y + HEIGHT / 2 + 6)}H${n(Math.max(x + 3, to))}"/>`;
}

/** @param {Scene} scene @param {Segment} segment @param {number} to */
function words({model}, {lane, state, from: {x}, wait, label: name}, to) {
  const y = middle(lane);
  const process = Number(lane.key.split("/")[0]);
  const text = state === "ready" ? "ready"
    : state === "holds" ? `holds ${name}`
    : wait ? waiting(wait, (task) => model.nameOf(process, task), (who) => model.whoIs(process, who)) : "";
  const room = Math.floor((to - x - 10) / LETTER);
  if (!text || room < Math.min(5, text.length) || (state === "holds" && room < text.length)) return "";
  if (state === "ready") return label("s", x + 7, y + 3, text);
  if (state === "holds") return label("s y", x + 5, y + HEIGHT / 2 + 9.5, text);
  return label("s", x + 5, y - 5, cut(text, room));
}

/** A turn. @param {Scene} scene @param {Block} block */
function turn(scene, block) {
  const {start: {x}, lane} = block;
  const top = middle(lane) - HEIGHT / 2;
  const wide = Math.max(2, right(scene, block) - x);
  const room = fitting(wide);
  const [first, second] = room > 3 ? caption(block, scene.lines).map((text) => cut(text, room)) : [];
  const texts = second ? label("b", x + 5, top + 12.5, first) + label("c", x + 5, top + 24, second) : first ? label("b", x + 5, top + 18.5, first) : "";
  return `<g data-block="${block.index}"><rect class="${heldFor(block) ? "x o" : "x"}" x="${n(x)}" y="${n(top)}" width="${n(wide)}" height="${HEIGHT}" rx="4"/>${texts}</g>`;
}

/** Lines from blocks to their printed text. @param {Scene} scene @param {Block[]} blocks */
function drops({lanes}, blocks) {
  const path = blocks.filter(({prints}) => prints.some(({row}) => row >= 0)).map(({lane, start, prints}) => {
    const row = Math.max(...prints.map((print) => print.row));
    return `M${n(start.x + 1)} ${n(middle(lane) + HEIGHT / 2)}V${n(TOP + lanes.length * PITCH + BELOW + row * ROW - 2)}`;
  }).join("");
  return path && `<path class="d" d="${path}"/>`;
}

/**
 * The path of an arrow, and the coordinates of its tip; null if it can't be seen. One caused by the end of a lane begins at that
 * end.
 * @param {Arrow} arrow @returns {{path: string, x: number, y: number, up: boolean} | null}
 */
function flight({from, to, at}) {
  if (!from || from.hidden || from.lane.row < 0 || from.lane === to || from.lane.kind === "rest") return null;
  const {lane, end} = from;
  const down = Math.sign(to.row - lane.row);
  const within = at.x <= (end?.x ?? Infinity);
  const start = lane.ended && !within && at.x > lane.ended.x + SIGN ? `M${n(lane.ended.x + SIGN)} ${n(middle(lane))}H${n(at.x)}` : `M${n(at.x)} ${n(middle(lane) + down * (within ? HEIGHT / 2 : 7))}`;
  const y = middle(to) - down * 7;
  return {path: `${start}V${n(y)}`, x: at.x, y, up: down < 0};
}

/** Arrows for waking and starting. @param {Arrow[]} arrows */
function flights(arrows) {
  const path = arrows.map((arrow) => {
    const found = flight(arrow);
    if (!found) return "";
    const back = found.up ? 5 : -5;
    return `${found.path}m-3 ${back}l3 ${-back}l3 ${back}`;
  }).join("");
  return path && `<path class="a" d="${path}"/>`;
}

/** A request to cancel: a broken line that ends in a cross. @param {Model} model @param {Arrow} arrow */
function cancel(model, arrow) {
  const {to, at, by} = arrow;
  const {path, x, y} = flight(arrow) ?? {path: `M${n(at.x)} ${n(middle(to) - HEIGHT / 2 - 4)}V${n(middle(to))}`, x: at.x, y: middle(to)};
  const [kind] = Object.keys(by);
  const why = kind === "timeout" || kind === "signal" ? kind : "cancel";
  return `<path class="q" d="${path}"/><path class="z" d="M${n(x - 4)} ${n(y - 4)}l8 8m0 -8l-8 8"/>`
    + label("s z", x + 6, middle(to) - HEIGHT / 2 - 2, why);
}

/** The text after the end of a lane. @param {Lane} lane */
function ending({outcome, error}) {
  if (outcome === "failed") return cut([error?.type, error?.message].filter(Boolean).join(": ") || "failed", 30);
  if (outcome === "cancelled") return "cancelled";
  return outcome === "destroyed" ? "collected as garbage" : "";
}

/** The position of the text after the end of a lane: to the right of the arrows that leave the end. @param {Lane} lane */
function behind({ended, tail}) {
  return Math.max(ended?.x ?? 0, tail ? tail.x - 8 : 0);
}

/** The end of a lane. @param {Lane} lane */
function sign(lane) {
  const x = (lane.ended?.x ?? 0) + 7;
  const y = middle(lane);
  const text = ending(lane);
  const shape = lane.outcome === "done" ? `<circle class="v" cx="${n(x)}" cy="${n(y)}" r="4"/>`
    : lane.outcome === "failed" ? `<path class="f" d="M${n(x - 4)} ${n(y - 4)}l8 8m0 -8l-8 8"/>`
    : `<path class="u" d="M${n(x - 5)} ${n(y)}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0m1.5 3.5l7 -7"/>`;
  return shape + (text && label(lane.outcome === "failed" ? "s z" : "s", behind(lane) + 15, y + (behind(lane) > x ? 3 : -5), text));
}

/** The meter of a block that holds up its loop. @param {Block} block */
function held(block) {
  const {start: {x}, end} = block;
  const to = end?.x ?? x;
  return `<path class="z" d="M${n(x)} ${TOP}v-5H${n(to)}v5"/>` + label("t z", (x + to) / 2, TOP - 10, `held ${duration(heldFor(block))}`);
}
