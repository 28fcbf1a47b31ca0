// @ts-check
/**
 * What is searched begins to load when a reader goes to the search field, so that it is there by the first word. The worker of
 * the search (search/worker.js) gets it from the browser's cache.
 */
const DOCUMENTS = new URL("search/documents.json", import.meta.url);

/** @param {FocusEvent} event */
function prefetch({target}) {
  if (!(target instanceof Element) || !target.matches("[data-md-component=search-query]")) return;
  document.removeEventListener("focusin", prefetch);
  // Where this fails, the worker's own request does, and tells the reader.
  fetch(DOCUMENTS).then((response) => response.blob()).catch(() => {});
}

document.addEventListener("focusin", prefetch);
