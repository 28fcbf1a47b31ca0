// @ts-check
/**
 * Parts of the page's script that only some readers need. Each is loaded when it is needed, and holds all that it imports
 * (docs/_site/scripts.py); one that could not be loaded is tried again the next time.
 */
import {importText} from "../shared/import-text.js";
import {Loader} from "./loading.js";

/** By name. @type {Map<string, Promise<any>>} */
const parts = new Map();

/** @param {string} name a file's, beside this one @returns {Promise<any>} what it exports. Raises LoadError */
export function part(name) {
  const known = parts.get(name);
  if (known) return known;
  const loading = new Loader().load(new URL(name, import.meta.url).href).then(importText);
  parts.set(name, loading);
  loading.catch(() => parts.delete(name));
  return loading;
}
