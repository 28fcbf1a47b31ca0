// @ts-check
import {make} from "./elements.js";

/** A panel below a program, closed and empty. @param {string} name a class @param {string} title @param {string} hint what it has for whom */
export function folded(name, title, hint) {
  const details = make("details", "", make("summary", "", `${title} `, make("small", "", hint)));
  return {section: make("section", name, details), details};
}
