// @ts-check
/** What assistive technology has to know of Material's own elements, and Material doesn't say. */

/** What scrolls sideways once it is wide: a keyboard has to reach it. */
const WIDE = ".md-typeset__scrollwrap";

function describe() {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  // It shows how far the next page has come, for a moment; that page's title is announced when it is there.
  document.querySelector(".md-progress")?.setAttribute("aria-hidden", "true");
  // One such element for each block of code would be as many landmarks of the same name.
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "none");
  for (const [index, element] of document.querySelectorAll(WIDE).entries()) {
    const scrolls = element.scrollWidth > element.clientWidth;
    for (const [name, value] of Object.entries({tabindex: "0", role: "region", "aria-label": `Table ${index + 1}`})) {
      if (scrolls) element.setAttribute(name, value);
      else element.removeAttribute(name);
    }
  }
}

let frame = 0;
/** Once Material has put its own elements in. */
function describeSoon() {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(describe);
}

// Emits with each page, also with one that instant navigation brings.
/** @type {any} */ (window).document$.subscribe(describeSoon);
window.addEventListener("resize", describeSoon, {passive: true});
