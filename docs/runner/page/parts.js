// @ts-check
/**
 * Loads the parts of the page's script that only some readers need, on demand. Each is a bundle with all that it imports
 * (docs/_site/scripts.py). A part that failed to load is tried again the next time.
 */
import {importText} from "../shared/import-text.js";
import {Loader} from "./loading.js";

/** By address. @type {Map<string, Promise<any>>} */
const parts = new Map();

/** @param {URL} file @returns {Promise<any>} what it exports. Raises LoadError */
export function part({href}) {
  const known = parts.get(href);
  if (known) return known;
  const loading = load(href);
  parts.set(href, loading);
  loading.catch(() => parts.delete(href));
  return loading;
}

/** @param {string} url */
async function load(url) {
  const text = await new Loader().text(url);
  // A module that is imported from text doesn't have its file's address as `import.meta.url`.
  return importText(new Blob([text.replaceAll("import.meta.url", JSON.stringify(url))]));
}
