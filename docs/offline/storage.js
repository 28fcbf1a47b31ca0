// @ts-check
/** The table in "How the examples run" of what this browser keeps of the site, each row with a button that clears it. */
import * as drafts from "../runner/page/drafts.js";
import * as keptImage from "../runner/page/kept-image.js";

/** The service worker's name for its cache (worker/service-worker.js). */
const CACHE = `interleave ${new URL("..", import.meta.url).pathname}`;
const UNITS = ["kB", "MB", "GB"];

/** @param {number} bytes */
function inUnits(bytes) {
  let [amount, unit] = [bytes, "bytes"];
  for (const next of UNITS) if (amount >= 1000) [amount, unit] = [amount / 1000, next];
  return `${amount.toFixed(unit === "bytes" ? 0 : 1)} ${unit}`;
}

/** @param {number} count @param {string} noun */
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Each kept file with its size, as noted by the service worker. */
async function files() {
  try {
    const responses = await (await caches.open(CACHE)).matchAll();
    return responses.map(({headers}) => Number(headers.get("content-length")));
  } catch {
    return [];
  }
}

const sum = (/** @type {number[]} */ sizes) => sizes.reduce((a, b) => a + b, 0);
const encoded = (/** @type {string} */ text) => new TextEncoder().encode(text).length;

/** @typedef {{label: string, bytes: number, detail: string, confirm?: string, clear(): Promise<unknown> | void}} Row */

/** @returns {Promise<Row[]>} */
async function rows() {
  const sizes = await files();
  const image = await keptImage.size();
  const edits = drafts.all();
  const edited = counted(edits.length, "program");
  return [
    {
      label: "Pages, search and Python, for use without a network",
      bytes: sum(sizes),
      detail: counted(sizes.length, "file"),
      clear: () => caches.delete(CACHE),
    },
    {label: "Images of a started interpreter", bytes: image, detail: "", clear: keptImage.clear},
    {
      label: "What you typed",
      bytes: sum(edits.map(([name, text]) => encoded(name + text))),
      detail: edited,
      confirm: edits.length ? `This deletes what you typed in ${edited}. It can't be recovered.` : "",
      clear: drafts.forgetAll,
    },
  ];
}

/** The browser's own estimate. */
async function estimate() {
  try {
    const {usage = 0, quota = 0} = await navigator.storage.estimate();
    return ` Your browser counts ${inUnits(usage)} for this address, of at most ${inUnits(quota)}.`;
  } catch {
    return "";
  }
}

/** @template {keyof HTMLElementTagNameMap} K @param {K} name @param {...(Node | string)} children */
function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** @param {HTMLElement} place */
export async function fill(place) {
  const status = element("p");
  status.setAttribute("role", "status");
  const table = element("table");
  place.replaceChildren(table, status);

  /** @param {Row[]} cleared */
  async function clear(...cleared) {
    for (const {confirm: question} of cleared) if (question && !confirm(question)) return;
    for (const row of cleared) await row.clear();
    await fill();
    status.textContent = `Cleared.${await estimate()}`;
  }

  /** @param {string} label @param {Row[]} cleared */
  function button(label, ...cleared) {
    const made = element("button", "Clear");
    made.type = "button";
    made.setAttribute("aria-label", `Clear: ${label}`);
    made.addEventListener("click", () => void clear(...cleared).catch((error) => (status.textContent = error.message)));
    return made;
  }

  async function fill() {
    const all = await rows();
    const total = {label: "All of it", bytes: sum(all.map(({bytes}) => bytes)), detail: ""};
    const focused = [...table.querySelectorAll("button")].findIndex((made) => made === document.activeElement);
    const head = element("tr", ...["kept", "size", "clear"].map((text) => element("th", text)));
    const body = [...all, total].map(({label, bytes, detail}, index) => {
      const size = element("td", inUnits(bytes), ...(detail ? [element("br"), element("small", detail)] : []));
      const header = element("th", label);
      header.scope = "row";
      return element("tr", header, size, element("td", button(label, ...(all[index] ? [all[index]] : all))));
    });
    table.replaceChildren(element("thead", head), element("tbody", ...body));
    table.querySelectorAll("button")[focused]?.focus();
  }

  await fill();
  status.textContent = (await estimate()).trim();
}
