// @ts-check
/**
 * Drafts: what a reader typed, kept in this browser until Reset, separately for each program of each page.
 *
 * @typedef {{source: string, published: string}} Draft `published`: the page's own text at the time of the edit
 */

const PREFIX = "interleave:draft:";

/**
 * The key of a program on this page.
 * @param {string | undefined} file the program's file, as a path from this page; undefined: the page's only one
 */
export function key(file) {
  const page = location.pathname.replace(/\/index\.html$/, "/");
  return file === undefined ? page : `${page} ${pathOf(file)}`;
}

/** @param {string} file */
const pathOf = (file) => new URL(file, location.href).pathname;

/** @param {string} key @returns {Draft | null} */
export function load(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    return typeof draft?.source === "string" && typeof draft.published === "string" ? draft : null;
  } catch {
    return null; // no storage, or not written by this site
  }
}

/**
 * Moves a draft that an older version of the site kept for the file alone, whatever the page, to this page, the first
 * to show the file again; a draft that the page has already wins.
 * @param {string} file
 */
export function adopt(file) {
  const former = pathOf(file);
  const draft = load(former);
  if (!draft) return;
  if (load(key(file)) || save(key(file), draft)) forget(former);
}

/** Returns whether the draft was kept, unless it is the page's own text: a browser may refuse. @param {string} key @param {Draft} draft */
export function save(key, draft) {
  try {
    if (draft.source === draft.published) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} key */
export function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // without storage there is nothing to remove
  }
}

/** The drafts of all pages, as pairs of storage key and text. @returns {[string, string][]} */
export function all() {
  try {
    return Object.entries(localStorage).filter(([name]) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

export function forgetAll() {
  for (const [name] of all()) forget(name.slice(PREFIX.length));
}
