// @ts-check
/** What the site's pages do beside running programs; the build joins it (docs/_site/scripts.py). */
import "./theme.js";
import "./navigation.js";

/** What only some pages need, by what they have. */
const PARTS = {".programs": "programs.js", ".playground-examples": "playground.js", ".storage": "offline/storage.js"};

// Emits with each page, also with one that instant navigation brings.
/** @type {any} */ (window).document$.subscribe(() => {
  for (const [selector, name] of Object.entries(PARTS)) {
    if (document.querySelector(selector)) void import(new URL(name, import.meta.url).href);
  }
});
