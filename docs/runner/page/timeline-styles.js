// @ts-check
/** How a timeline looks on this page now, for a picture of it that leaves the page: docs/timeline.css, with the colours that apply. */

/** Rules for what is drawn: those of the panel around it have classes with a hyphen. */
const DRAWN = /^\.timeline [^-]*$/;

/** @param {Element} section the timeline's @returns {{css: string, paper: string}} */
export function styles(section) {
  const computed = getComputedStyle(section);
  const valueOf = (/** @type {string} */ name) => computed.getPropertyValue(name).trim();
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSStyleRule);
  const css = rules.filter(({selectorText}) => DRAWN.test(selectorText)).map(({cssText}) => cssText.replace(/var\((--[\w-]+)(?:,([^()]*))?\)/g, (_, name, otherwise) => valueOf(name) || otherwise));
  return {css: css.join("\n"), paper: valueOf("--timeline-paper")};
}
