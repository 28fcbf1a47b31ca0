// @ts-check
/** Notices of the page, shown below a program's buttons and not in its output. */

import {button, make} from "./elements.js";
import {UNSUPPORTED} from "./support.js";

/** @param {Element | null | undefined} toolbar @param {string} text @param {string} [kind] a class @returns the line */
export function note(toolbar, text, kind = "") {
  const line = make("p", `snippet-note ${kind}`, text);
  line.role = "note";
  toolbar?.after(line);
  return line;
}

/**
 * Says what is being done, or what could not be done, why, and what to do: in one such line after an element.
 * @param {Element} before @returns {(text?: string, failed?: boolean) => HTMLElement | void} the line; no text: all is well
 */
export const teller = (before) => (text, failed) => {
  for (const former of /** @type {Element} */ (before.parentElement).querySelectorAll(":scope > .snippet-told")) former.remove();
  if (!text) return;
  const line = note(before, text, `snippet-told${failed ? " snippet-failure" : ""}`);
  line.role = failed ? "alert" : "status";
  // Below a long program, it is out of the sight of a reader who has pressed a button of the toolbar.
  if (before.contains(document.activeElement)) line.scrollIntoView({block: "nearest"});
  return line;
};

/** Says once per page that this browser can't run programs, and removes the program's claim that it runs here. @param {Element} program @param {Element} toolbar */
export function noteUnsupported(program, toolbar) {
  program.querySelector(".snippet-badge:not(.snippet-badge--machine)")?.remove();
  if (!document.querySelector(".snippet-unsupported")) note(toolbar, UNSUPPORTED, "snippet-unsupported");
}

/** Says, once, that the reader's changes can't be kept. @param {Element} program @param {Element | undefined} toolbar */
export function noteUnkept(program, toolbar) {
  if (program.querySelector(":scope > .snippet-unkept")) return;
  note(toolbar, "This browser keeps no data for this site: your changes last until you leave the page.", "snippet-unkept");
}

/** Adds a button to a notice; pressing it removes the notice. @param {HTMLElement} line @param {string} label @param {() => void} action */
export function offer(line, label, action) {
  line.append(button(label, () => {
    action();
    line.remove();
  }));
}
