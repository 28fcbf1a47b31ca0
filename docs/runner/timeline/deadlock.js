// @ts-check
/**
 * The drawing of a deadlock. Each thread and task is a box that says what it holds and what it waits for; arrows lead to the ones
 * that it waits for.
 *
 * @typedef {{name: string, kind: "process" | "thread" | "task", line?: number | null, waits: string, holds: string[], sentence: string, wakers: number[]}} Stuck
 *   waits: in a few words; wakers: those that it waits for, by their indices in the list
 */
import {escape} from "./drawing.js";
import {cut} from "./words.js";

/** Pixels. */
const WIDTH = 232;
const HEIGHT = 52;
const GAP = 22;
const ARCS = 26; // between two arrows
const LETTERS = 38; // of a line in a box
/** The most boxes that are drawn; the sentences name all agents. */
const MOST = 12;

/** @param {Stuck[]} agents @returns {string} SVG */
export function deadlock(agents) {
  const shown = agents.slice(0, MOST);
  const edges = shown.flatMap(({wakers}, from) => wakers.filter((to) => to < shown.length).map((to) => ({from, to})));
  const top = (/** @type {number} */ index) => 2 + index * (HEIGHT + GAP);
  const boxes = shown.map((agent, index) => {
    const y = top(index);
    const about = [agent.holds.length ? `holds ${agent.holds.join(", ")}` : "", agent.waits].filter(Boolean);
    const lines = about.map((text, row) => `<text class="c" x="12" y="${y + 32 + row * 13}">${escape(cut(text, LETTERS))}</text>`).join("");
    const place = agent.line ? `<text class="c" x="${WIDTH - 8}" y="${y + 17}" text-anchor="end">line ${agent.line}</text>` : "";
    return `<rect class="x ${agent.kind}" x="2" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="${agent.kind === "task" ? 14 : 3}"/>`
      + `<text class="b" x="12" y="${y + 17}">${escape(cut(agent.name, LETTERS - 12))}</text>${place}${lines}`;
  });
  const arrows = edges.map(({from, to}, index) => {
    const bow = WIDTH + 2 + ARCS * (1 + (index % 4));
    // Downward and upward arrows meet a box at different points, so that they don't touch.
    const [leaves, arrives] = to > from ? [6, -6] : to < from ? [-18, 18] : [-12, 12];
    const [start, end] = [top(from) + HEIGHT / 2 + leaves, top(to) + HEIGHT / 2 + arrives];
    const x = WIDTH + 2;
    return `<path class="a" d="M${x} ${start}C${bow} ${start} ${bow} ${end} ${x + 3} ${end}m6 -4l-6 4l6 4"/>`;
  });
  const wide = WIDTH + 4 + ARCS * (edges.length ? 1 + Math.min(3, edges.length) : 0);
  const high = top(shown.length) - GAP + 2;
  return `<svg viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" aria-hidden="true">${boxes.join("")}${arrows.join("")}</svg>`;
}
