// Asks the search of a built site: the worker that the site ships, on the index that it ships, without a browser.
// `node search.mjs SITE` reads a list of queries as JSON from standard input, and prints for each the pages found as
// the reader sees them, best first: the location of the best section of each.

import { readdir, readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { createContext, runInContext } from "node:vm";

const [SETUP, QUERY] = [0, 2]; // Material's SearchMessageType

const site = process.argv[2];
const workers = `${site}/assets/javascripts/workers`;
const name = (await readdir(workers)).find((file) => /^search\..*\.js$/.test(file));
const index = JSON.parse(await readFile(`${site}/search/search_index.json`, "utf8"));

let listener;
let answered;
const worker = {
  addEventListener: (_, listen) => (listener = listen),
  postMessage: (message) => answered(message.data),
  console: { warn: console.error },
};
worker.self = worker;
runInContext(await readFile(`${workers}/${name}`, "utf8"), createContext(worker));

function ask(type, data) {
  return new Promise((resolve) => {
    answered = resolve;
    listener({ data: { type, data } });
  });
}

await ask(SETUP, { ...index, options: { suggest: true } });
const found = [];
for (const query of JSON.parse(await text(process.stdin))) {
  const { items } = await ask(QUERY, query);
  found.push(items.map(([best]) => best.location));
}
console.log(JSON.stringify(found));
