// @ts-check
/**
 * Parts of the page's script and of its styles that only some readers need. Each is loaded when it is needed; a script holds all
 * that it imports (docs/_site/scripts.py). One that could not be loaded is tried again the next time, and a reader who waits for
 * it is told (`awaited`).
 */
import {importText} from "../shared/import-text.js";
import {text} from "./receiving.js";

/** How long a reader waits before the page says that something is loading; milliseconds. */
const MOMENT = 400;

/** By address. @type {Map<string, Promise<any>>} */
const parts = new Map();

/**
 * Waits for what a reader has asked for, and says so where they look: that it is loading, if it takes longer than a moment; why it could
 * not be loaded.
 * @template T @param {Promise<T>} loading rejects with LoadError
 * @param {(words: string, failed?: boolean) => void} say shows the words, or removes them if there are none
 * @returns {Promise<T | null>} null: it could not be loaded, which has been said
 */
export async function awaited(loading, say) {
  const timer = setTimeout(say, MOMENT, "loading…");
  try {
    const loaded = await loading;
    say("");
    return loaded;
  } catch (error) {
    say(`${/** @type {Error} */ (error).message}. Try again; if it fails again, reload the page.`, true);
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} file relative to this folder @param {string} [look] the styles of what it shows, which hold before it shows anything
 * @returns {Promise<any>} what it exports. Raises LoadError
 */
export async function part(file, look) {
  const [exported] = await Promise.all([once(file, load), look && once(look, adopt)]);
  return exported;
}

/** @param {string} file @param {(url: string) => Promise<any>} load */
function once(file, load) {
  const {href} = new URL(file, import.meta.url);
  const known = parts.get(href);
  if (known) return known;
  const loading = load(href);
  parts.set(href, loading);
  loading.catch(() => parts.delete(href));
  return loading;
}

/** @param {string} url */
async function load(url) {
  // A module that is imported as text has another address than its file. The pattern doesn't fit itself: parts hold this file, too.
  return importText(new Blob([(await text(url)).replaceAll(/import\.meta\.url/g, JSON.stringify(url))]));
}

/** @param {string} url */
async function adopt(url) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await text(url));
  document.adoptedStyleSheets.push(sheet);
}
