// @ts-check
/**
 * What a reader typed, kept in this browser until Reset.
 *
 * @typedef {{source: string, published: string}} Draft `published` is the page's own text when the edit was made
 */

const PREFIX = "interleave:draft:";

/** @param {string} key @returns {Draft | null} */
export function load(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    return typeof draft?.source === "string" && typeof draft.published === "string" ? draft : null;
  } catch {
    return null; // no storage, or not ours
  }
}

/** Returns whether it was kept: a browser may refuse. @param {string} key @param {Draft} draft */
export function save(key, draft) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
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
    // what can't be stored needn't be removed
  }
}
