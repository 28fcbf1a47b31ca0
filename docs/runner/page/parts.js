// @ts-check
/**
 * Parts of the page's script that only some readers need. Each is loaded when it is needed, and holds all that it imports
 * (docs/_site/scripts.py); one that could not be loaded is tried again the next time.
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
  // A module that is imported as text has another address than its file.
  return importText(new Blob([text.replaceAll("import.meta.url", JSON.stringify(url))]));
}
