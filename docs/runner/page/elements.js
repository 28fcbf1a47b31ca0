// @ts-check
/** Creates the elements that several panels of a program have. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Creates an element with children.
 * @template {keyof HTMLElementTagNameMap} K @param {K} name @param {string} className "" for none @param {...(Node | string)} children
 */
export function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Creates a button in the style of a program's toolbar. @param {string} label @param {() => unknown} press */
export function button(label, press) {
  const element = make("button", "snippet-button", label);
  element.type = "button";
  element.addEventListener("click", () => void press());
  return element;
}

/** Creates a decorative icon. @param {string} path of a Material Design icon (Apache License 2.0), 24 units square */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.ariaHidden = "true";
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}
