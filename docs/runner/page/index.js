// @ts-check
/** Registers `<py-snippet>`. The page loads this module; everything else follows from it when it is needed. */
import {PySnippet} from "./element.js";

customElements.define("py-snippet", PySnippet);
