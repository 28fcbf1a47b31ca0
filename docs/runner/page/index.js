// @ts-check
/** Registers `<py-snippet>`. The page loads this module; it loads everything else on demand. */
import {PySnippet} from "./element.js";
import {fillPage} from "./page-parts.js";

customElements.define("py-snippet", PySnippet);
// Emits with each page, also with one that instant navigation brings. An embed has no Material.
/** @type {any} */ (window).document$?.subscribe(fillPage);
