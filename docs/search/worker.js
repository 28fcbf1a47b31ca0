// @ts-check
/**
 * The worker of Material's search, which loads what it searches when a reader first asks. By itself, Material loads all of
 * that with each page, and makes an index of it: that was two fifths of what a page took.
 *
 * docs/_site/search.py lets pages load this worker instead of Material's, and takes the documents out of the file that they load.
 */

const [SETUP, READY, RESULT] = [0, 1, 3]; // Material's SearchMessageType; all else is a query
/** Material's own worker: its address from the beginning of the site stands after the # of this one's. */
const MATERIAL = new URL(`../${location.hash.slice(1)}`, location.href).href;
/** After this time, in milliseconds, a reader is told that it is loading; as elsewhere (docs/runner/page/parts.js). */
const PATIENCE = 400;

/** Tell the reader something, as the only result. @param {string} title @param {string} text */
const say = (title, text) => postMessage({type: RESULT, data: {items: [[{location: "", title, text, score: 1, terms: {}}]]}});

/** @type {object} without documents */
let setup;

/** @param {{type: number, data: any}} message */
function tell(message) {
  dispatchEvent(new MessageEvent("message", {data: message}));
}

/** Load Material's worker, which handles messages from now on, and let it make its index. */
async function start() {
  const response = await fetch("documents.json");
  if (!response.ok) throw new Error(`documents.json: ${response.status}`);
  const docs = await response.json();
  importScripts(MATERIAL);
  removeEventListener("message", defer);
  const {postMessage} = self;
  // The page already knows that the search is ready. No message can come between: the index is made at once.
  await new Promise((resolve) => {
    self.postMessage = resolve;
    tell({type: SETUP, data: {...setup, docs}});
  });
  self.postMessage = postMessage;
}

/**
 * What has been asked while the documents are loading: the page sends each letter's query, and shows what comes last.
 *
 * @type {{type: number, data: any}[]}
 */
const waiting = [];

/** Until there is an index, answer the page. @param {MessageEvent<{type: number, data: any}>} event */
async function defer({data: message}) {
  if (message.type === SETUP) {
    setup = message.data;
    postMessage({type: READY});
    return;
  }
  if (!message.data.trim() && !waiting.length) {
    postMessage({type: RESULT, data: {items: []}});
    return;
  }
  if (waiting.push(message) > 1) return;
  let answer = tell;
  const timer = setTimeout(say, PATIENCE, "Loading the search…", "What it finds is shown here.");
  try {
    await start();
  } catch {
    answer = () => say("The search can't be loaded", "It needs the network. Change what you are searching for to try again.");
  }
  clearTimeout(timer);
  waiting.splice(0).forEach(answer);
}

addEventListener("message", defer);
