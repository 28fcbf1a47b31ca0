// Asks the search of a built site: the workers that the site ships, on the documents that it ships, without a browser.
// `node search.mjs SITE` reads a list of queries as JSON from standard input, and prints for each the pages found as
// the reader sees them, best first: the location of the best section of each.

import { readdir, readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";

const [SETUP, QUERY] = [0, 2]; // Material's SearchMessageType

const site = pathToFileURL(`${process.argv[2]}/`);
const folder = new URL("assets/javascripts/workers/", site);
const material = (await readdir(folder)).find((file) => /^search\..*\.js$/.test(file));
const address = new URL(`search/worker.js#assets/javascripts/workers/${material}`, site);
const index = JSON.parse(await readFile(new URL("search/search_index.json", site), "utf8"));

let listeners = [];
let answered;
const worker = {
  URL,
  setTimeout,
  clearTimeout,
  location: address,
  MessageEvent: class {
    constructor(_, { data }) {
      this.data = data;
    }
  },
  addEventListener: (_, listen) => listeners.push(listen),
  removeEventListener: (_, listen) => (listeners = listeners.filter((each) => each !== listen)),
  dispatchEvent: (event) => listeners.forEach((listen) => listen(event)),
  postMessage: (message) => answered(message.data),
  fetch: async (name) => new Response(await readFile(new URL(name, address))),
  importScripts: (from) => runInContext(readFileSync(fileURLToPath(from), "utf8"), context),
  console: { warn: console.error },
};
worker.self = worker;
const context = createContext(worker);
runInContext(await readFile(address, "utf8"), context);

function ask(type, data) {
  return new Promise((resolve) => {
    answered = resolve;
    worker.dispatchEvent({ data: { type, data } });
  });
}

await ask(SETUP, { ...index, options: { suggest: true } });
const found = [];
for (const query of JSON.parse(await text(process.stdin))) {
  const { items } = await ask(QUERY, query);
  found.push(items.map(([best]) => best.location));
}
console.log(JSON.stringify(found));
