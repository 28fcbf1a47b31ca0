// @ts-check
/** What assistive technology has to know of Material's own elements, and Material doesn't say. */

/** What scrolls sideways once it is wide: a keyboard has to reach it. */
const WIDE = ".md-typeset__scrollwrap";

/** Measures when they come and whenever their room changes: the window, a larger font, a tab that is opened. */
const tables = new ResizeObserver(() => {
  for (const [index, element] of document.querySelectorAll(WIDE).entries()) {
    const scrolls = element.scrollWidth > element.clientWidth;
    for (const [name, value] of Object.entries({tabindex: "0", role: "region", "aria-label": `Table ${index + 1}`})) {
      if (scrolls) element.setAttribute(name, value);
      else element.removeAttribute(name);
    }
  }
});

function describe() {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  // It shows how far the next page has come, for a moment; that page's title is announced when it is there.
  document.querySelector(".md-progress")?.setAttribute("aria-hidden", "true");
  // One such element for each block of code would be as many landmarks of the same name.
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "none");
  tables.disconnect();
  for (const each of document.querySelectorAll(`${WIDE}, ${WIDE} > *`)) tables.observe(each);
}

// With each page, also one that instant navigation brings; Material's own elements are there a frame later.
/** @type {any} */ (window).document$.subscribe(() => requestAnimationFrame(describe));
