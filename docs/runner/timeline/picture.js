// @ts-check
/** A timeline as a separate file: one SVG, with the names of the lanes. */
import {columns, escape, height, nameWidth, names, width} from "./drawing.js";

const MARGIN = 12;

/** Characters that XML doesn't allow, but programs may print. Source: https://www.w3.org/TR/xml/#charsets */
const FORBIDDEN = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * @param {import("./drawing.js").Scene} scene
 * @param {{title: string, css: string, paper: string}} look `css`: rules for `.timeline` and its contents; `paper`: the background colour
 * @returns {string} SVG
 */
export function picture(scene, {title, css, paper}) {
  const left = nameWidth(scene) + MARGIN;
  const [wide, high] = [left + width(scene) + MARGIN, height(scene) + MARGIN];
  const drawing = columns(scene).replace(/ data-block="\d+"/g, "");
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="timeline" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">`,
    `<title>${escape(title)}</title><style>${escape(css)}</style>`,
    `<rect width="${wide}" height="${high}" fill="${escape(paper)}"/>`,
    // In a nested SVG, as on a page: the rules apply to texts of an SVG in a timeline.
    `<svg x="${MARGIN}" width="${left}" height="${high}">${names(scene)}</svg>`,
    `<svg x="${left}" width="${wide - left}" height="${high}">${drawing}</svg></svg>\n`,
  ].join("");
  return text.replace(FORBIDDEN, "\ufffd");
}
