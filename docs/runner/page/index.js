// @ts-check
/** Registers `<py-snippet>`. The page loads this module; it loads everything else on demand. */
import {PySnippet} from "./element.js";

customElements.define("py-snippet", PySnippet);
