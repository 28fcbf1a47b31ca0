// @ts-check
/**
 * Used by the build: writes the drawing of a recorded run into a page, and the same run as a table.
 *
 * @typedef {import("./types.js").Event} Event
 * @typedef {{html: string, lanes: number, width: number, height: number}} Still
 */
import {columns, escape, height, nameWidth, names, width} from "./drawing.js";
import {place} from "./layout.js";
import {legend, signs, table} from "./markup.js";
import {Model} from "./model.js";
import {read} from "./reading.js";
import {remarks, rows, summary} from "./table.js";

/** The limits of a still drawing; the interactive one shows everything. */
const MOST_LANES = 10;
const MOST_TURNS = 40;
/** The width of a sheet of paper beside the names; pixels. */
const PAPER = 560;

/** The remark on programs with threads. */
const ONE_ORDER = "One of the orders that are possible: of several threads that are ready, a machine may let another one go on first.";

const TURN = /^before_(task_step|callback|work|thread_step)$/;

/** The events of the first turns, and how many turns there are. @param {Event[]} events */
function first(events) {
  let turns = 0;
  const at = events.findIndex(({event}) => TURN.test(event) && (turns += 1) > MOST_TURNS);
  return at === -1 ? events : events.slice(0, at);
}

/**
 * @param {Event[]} events a trace @param {{source: string, title: string, id: string}} program id: of the element in the page
 * @returns {Still}
 */
export function still(events, {source, title, id}) {
  const shown = first(events);
  const model = read(new Model({mostLanes: MOST_LANES}), shown);
  const lines = source.split("\n");
  const layout = place(model, lines);
  const lanes = model.lanes.shown();
  const scene = {model, layout, lanes, lines};
  const wide = width(scene);
  const left = nameWidth(scene);
  const high = height(scene);
  const whole = shown.length < events.length ? read(new Model(), events) : model;
  const missing = events.length - shown.length + model.missing;
  const threads = whole.lanes.all.filter(({kind}) => kind === "thread").length;
  const notes = [...remarks(model), ...(threads > 1 ? [ONE_ORDER] : []), ...(missing ? [`The first ${MOST_TURNS} turns. Run the program to see all of it.`] : [])];
  const drawing = columns(scene);
  const html = [
    `<summary>Timeline <small>${summary(whole)}</small></summary>`,
    `<div class="timeline-scroll" tabindex="0" role="region" aria-label="Timeline: ${escape(title)}">`,
    `<svg class="timeline-names" width="${left}" height="${high}" aria-hidden="true"><g id="${id}-n">${names(scene)}</g></svg>`,
    `<svg class="timeline-columns" width="${wide}" height="${high}" aria-hidden="true"><g id="${id}-c">${drawing}</g></svg></div>`,
    strips(id, left, wide, high),
    ...notes.map((text) => `<p class="timeline-note">${escape(text)}</p>`),
    legend(signs(drawing)),
    table(rows(scene), title),
  ].join("").replace(/ data-block="\d+"/g, "");
  return {html, lanes: lanes.length, width: wide + left, height: high};
}

/**
 * Splits a wide drawing into strips for paper, which doesn't scroll. Doesn't use `href`, which Material's instant navigation rewrites.
 * @param {string} id @param {number} left @param {number} wide @param {number} high
 */
function strips(id, left, wide, high) {
  if (wide <= PAPER) return "";
  const count = Math.ceil(wide / PAPER);
  return `<div class="timeline-strips" aria-hidden="true">${Array.from({length: count}, (_, index) =>
    `<svg width="${left + PAPER}" height="${high}"><use xlink:href="#${id}-n"/><svg x="${left}" width="${PAPER}" viewBox="${index * PAPER} 0 ${PAPER} ${high}"><use xlink:href="#${id}-c"/></svg></svg>`).join("")}</div>`;
}
