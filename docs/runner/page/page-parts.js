// @ts-check
/** What only some pages have beside programs: an element there names the script that fills it, and its styles (`data-part`). */
import {button} from "./elements.js";
import {teller} from "./notes.js";
import {awaited, part} from "./parts.js";

/** @param {Element} place @param {string[]} files its script and styles, relative to this folder @param {boolean} [again] whether a reader has asked for it, and is told that it is loading */
async function fill(place, [script, look], again) {
  const say = teller(place);
  const loaded = await awaited(part(script, look), (text, failed) => {
    if (failed || again) say(text, failed)?.append(button("Try again", () => fill(place, [script, look], true)));
  });
  loaded?.fill(place);
}

/** Fills what the page has of these, once. */
export function fillPage() {
  for (const place of document.querySelectorAll("[data-part]")) {
    const files = /** @type {string} */ (place.getAttribute("data-part"));
    place.removeAttribute("data-part");
    void fill(place, files.split(" "));
  }
}
