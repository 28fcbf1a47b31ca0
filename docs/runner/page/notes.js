// @ts-check
/** Lines of the page's own, which stand below a program's buttons and not in its output. */

import {UNSUPPORTED} from "./support.js";

/** @param {Element | undefined} toolbar @param {string} text @param {string} [kind] a class @returns the line */
export function note(toolbar, text, kind = "") {
  const line = document.createElement("p");
  line.className = `snippet-note ${kind}`.trim();
  line.setAttribute("role", "note");
  line.textContent = text;
  toolbar?.after(line);
  return line;
}

/** Nothing was run: why, and what to do. @param {Element | undefined} toolbar @param {string} reason */
export function noteFailure(toolbar, reason) {
  const text = `Not started: ${reason}. Run tries again; if it fails again, reload the page.`;
  note(toolbar, text, "snippet-failure").setAttribute("role", "alert");
}

/** One notice a page; that a program runs here is not true in this browser. @param {Element} program @param {Element} toolbar */
export function noteUnsupported(program, toolbar) {
  program.querySelector(".snippet-badge:not(.snippet-badge--machine)")?.remove();
  if (!document.querySelector(".snippet-unsupported")) note(toolbar, UNSUPPORTED, "snippet-unsupported");
}

/** What a reader types can't be kept; said once. @param {Element} program @param {Element | undefined} toolbar */
export function noteUnkept(program, toolbar) {
  if (program.querySelector(":scope > .snippet-unkept")) return;
  note(toolbar, "This browser keeps no data for this site: your changes last until you leave the page.", "snippet-unkept");
}

/** Adds a button to a line, which goes when it was pressed. @param {HTMLElement} line @param {string} label @param {() => void} action */
export function offer(line, label, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "snippet-button";
  button.textContent = label;
  button.addEventListener("click", () => {
    action();
    line.remove();
  });
  line.append(button);
}
