// @ts-check
/**
 * What is searched begins to load when a reader goes to the search field, so that it is there by the first word. The worker of
 * the search (search/worker.js) gets it from the browser's cache; where this fails, its own request does, and tells the reader.
 */
import {ROOT} from "./navigation.js";

document.querySelector(".md-search")?.addEventListener(
  "focusin",
  () => fetch(`${ROOT}search/documents.json`).then((response) => response.blob()).catch(() => {}),
  {once: true},
);
