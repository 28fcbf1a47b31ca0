// @ts-check
/** The current styles of a timeline, for a picture that leaves the page: docs/timeline.css, with the colours in effect. */

/** Matches rules for the drawing: the classes of the panel around it have a hyphen. */
const DRAWN = /^\.timeline [^-]*$/;

/** @param {Element} section the timeline's @returns {{css: string, paper: string}} */
export function styles(section) {
  const computed = getComputedStyle(section);
  const valueOf = (/** @type {string} */ name) => computed.getPropertyValue(name).trim();
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSStyleRule);
  const css = rules.filter(({selectorText}) => DRAWN.test(selectorText)).map(({cssText}) => cssText.replace(/var\((--[\w-]+)(?:,([^()]*))?\)/g, (_, name, otherwise) => valueOf(name) || otherwise));
  return {css: css.join("\n"), paper: valueOf("--timeline-paper")};
}
