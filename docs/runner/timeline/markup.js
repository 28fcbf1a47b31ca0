// @ts-check
/** HTML beside a drawing: the legend, and the same run as a table. */
import {escape} from "./drawing.js";

/** The signs, by their classes in a drawing. */
const SIGNS = {
  x: "runs", r: "ready: could run", w: "waits", h: "holds a lock", g: "nothing runs", v: "done", u: "cancelled", f: "failed", a: "starts, wakes",
  q: "cancels", j: "another process",
};

/** The signs in a drawing. @param {string} drawing @returns {string[]} */
export function signs(drawing) {
  return Object.keys(SIGNS).filter((sign) => drawing.includes(`class="${sign}"`));
}

/** @param {Iterable<string>} found signs @returns {string} HTML: the legend */
export function legend(found) {
  const known = new Set(found);
  const entries = Object.entries(SIGNS).filter(([sign]) => known.has(sign));
  return `<p class="timeline-legend" aria-hidden="true">${entries.map(([sign, text]) => `<span><i class="k-${sign}"></i>${text}</span>`).join("")}</p>`;
}

/**
 * Every tag is closed explicitly: Material's search, which must skip this element, counts them.
 * @param {import("./table.js").Row[]} found @param {string} title
 */
export function table(found, title) {
  const cells = found.map(({time, who, why, does, then}) => `<tr>${[time, who, why, does, then].map((text) => `<td>${escape(text)}</td>`).join("")}</tr>`);
  return `<details class="timeline-table"><summary>As a table</summary><div tabindex="0" role="region" aria-label="Timeline as a table: ${escape(title)}"><table>`
    + `<thead><tr>${["Time", "Who", "Why now", "Does", "Then"].map((text) => `<th>${text}</th>`).join("")}</tr></thead><tbody>${cells.join("")}</tbody></table></div></details>`;
}
