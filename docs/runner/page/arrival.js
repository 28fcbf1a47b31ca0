// @ts-check
/**
 * Opens the program of the page's link. It is shown, never run, and what the reader wrote on this page stays as it is:
 * changes to a linked program are kept as a separate draft.
 * @typedef {{key: string, published: string, source: string}} Text a program, and where a reader's changes to it are kept
 */
import * as drafts from "./drafts.js";
import {note, offer} from "./notes.js";
import {read} from "./share.js";

/** Where the programs of the guide are. */
const SITE = new URL("../..", import.meta.url);
const LINES = "snippet-arrival";
/** The latest arrival at each program: another link may come while one is read. @type {WeakMap<HTMLElement, object>} */
const latest = new WeakMap();

/** A short hash of a text (FNV-1a); not for secrets. @param {string} text */
function digest(text) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16);
}

/**
 * @param {HTMLElement & {clock: any}} host the program's element @param {HTMLElement} toolbar @param {Text} own what the reader wrote here, or the page's example
 * @param {(text: Text) => void} take shows a program and keeps its changes where it says
 */
export async function arrive(host, toolbar, own, take) {
  const mine = {};
  latest.set(host, mine);
  /** @type {import("./share.js").Shared | null} */
  let shared = null;
  let failure = "";
  try {
    shared = await read(location.hash);
  } catch (error) {
    failure = /** @type {Error} */ (error).message;
  }
  if (latest.get(host) !== mine) return;
  for (const line of host.querySelectorAll(`:scope > .${LINES}`)) line.remove();
  if (failure) note(toolbar, failure, LINES);
  if (!shared) return;
  const {source, clock = "real", open = [], schedule, jitter = 0, files = {}} = shared;
  const key = `${own.key} link ${digest(source)}`;
  const changed = drafts.load(key);
  take({key, published: source, source: changed?.published === source ? changed.source : source});
  host.clock = clock;
  host.dataset.files = JSON.stringify(Object.fromEntries(Object.entries(files).map(([name, path]) => [name, new URL(`snippets/${path}`, SITE).href])));
  if (schedule) Object.assign(host.dataset, {schedule: JSON.stringify(schedule), jitter});
  else delete host.dataset.schedule;
  for (const name of ["timeline", "orders"]) {
    const panel = host.querySelector(`:scope > .${name} > details`);
    if (panel instanceof HTMLDetailsElement) panel.open = open.includes(name) || (name === "orders" && schedule !== undefined);
  }
  const kept = own.source !== own.published && own.source !== source;
  const line = note(toolbar, `This program came with the link${changed ? ", with your changes" : ""}. ${kept ? "What you wrote here before is kept. " : ""}`, LINES);
  if (kept) {
    offer(line, "Bring it back", () => {
      history.replaceState(history.state, "", location.pathname + location.search);
      host.dataset.files = "{}";
      take(own);
    });
  }
}
