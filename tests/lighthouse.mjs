// Lighthouse's scores: `CHROME_PATH=… node lighthouse.mjs URL …` prints for each address, as JSON, the score of each category
// (0 to 100) and what keeps it from 100.
import {launch} from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["accessibility", "best-practices", "seo"];

const chrome = await launch({
  chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  logLevel: "silent",
});
/** @type {Record<string, Record<string, {score: number, failed: string[]}>>} */
const scores = {};
for (const url of process.argv.slice(2)) {
  const options = {
    port: chrome.port,
    onlyCategories: CATEGORIES,
    throttlingMethod: "provided",
    formFactor: "desktop",
    screenEmulation: {disabled: true},
    disableFullPageScreenshot: true, // for a report, which nobody reads; it takes a sixth of the time
    logLevel: "silent",
  };
  const {lhr} = await lighthouse(url, options);
  scores[url] = {};
  for (const [name, {score, auditRefs}] of Object.entries(lhr.categories)) {
    const failed = auditRefs.filter(({id, weight}) => weight && (lhr.audits[id].score ?? 1) < 1).map(({id}) => id);
    scores[url][name] = {score: Math.round(score * 100), failed};
  }
}
await chrome.kill();
console.log(JSON.stringify(scores));
