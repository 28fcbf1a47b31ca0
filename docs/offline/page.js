// @ts-check
/**
 * Registers the service worker, which keeps the guide for offline reading, once the page has loaded and is idle. Without
 * a service worker (a private window, a page served over http from another host, a browser that refuses), nothing changes.
 * `mkdocs serve` leaves this script out: a page that is being written is never kept.
 */
import {ask, isBusy} from "./tabs.js";

const SITE = new URL("..", import.meta.url);
const SCRIPT = new URL("sw.js", SITE).href;
/** How long after loading a page nothing is fetched in advance; milliseconds. */
const IDLE_AFTER = 4_000;
/** How often a tab that stays open looks for a new version; milliseconds. */
const LOOK_EVERY = 3_600_000;
/** How long a new service worker must have been waiting before the reader is told; milliseconds. */
const WAITS = 1_000;
const {serviceWorker: container} = navigator;

/**
 * What may be fetched in advance: "everything" (9 MB); "pages" (1 MB), on a phone whose browser doesn't say what its connection
 * costs; or "nothing".
 */
function bounds() {
  const {connection} = /** @type {any} */ (navigator);
  if (!connection) return matchMedia("(hover: hover)").matches ? "everything" : "pages";
  const {saveData, effectiveType, type} = connection;
  return saveData || type === "cellular" || effectiveType !== "4g" ? "nothing" : "everything";
}

/** Fetches what is not kept yet, bit by bit. */
async function keepAll() {
  const {active} = await container.ready;
  // Files that the first page loaded before there was a service worker: they come from the browser's own cache.
  const used = performance.getEntriesByType("resource").map(({name}) => name);
  for (let left = 1; left && active;) {
    const bound = bounds();
    const reply = await ask(active, {type: "keep", bound, used});
    left = reply.failed ? 0 : reply.left;
  }
}

/**
 * If the site has no service worker any more, unregisters the one that the browser has, which would otherwise keep serving its files, and
 * deletes what it has kept. A page that did the former may have been left before the latter: then the next one does.
 * @param {ServiceWorkerRegistration} [registration]
 */
async function retire(registration) {
  if (!navigator.onLine) return;
  const status = await fetch(SCRIPT, {method: "HEAD", cache: "no-store"}).then(({status}) => status, () => 0);
  if (status !== 404 && status !== 410) return; // no network
  await registration?.unregister();
  await caches.delete(`interleave ${SITE.pathname}`);
}

/**
 * Tells the reader about a new version, unless it takes over at once (worker/retired.js): nothing may be requested at that moment (worker/succession.js).
 * @param {ServiceWorkerRegistration} registration
 */
function watch(registration) {
  const tell = async () => {
    await new Promise((resolve) => setTimeout(resolve, WAITS));
    if (!registration.waiting || !container.controller) return;
    const {show} = await import(new URL("notice.js", import.meta.url).href);
    void show(registration);
  };
  const follow = () => registration.installing?.addEventListener("statechange", tell);
  registration.addEventListener("updatefound", follow);
  follow();
  void tell();
}

async function begin() {
  const found = await container.register(SCRIPT).catch(() => retire().catch(() => {})); // the browser may have none
  if (!found) return;
  watch(found);
  let looked = 0;
  const lookAgain = () => {
    if (document.hidden || (looked && performance.now() < looked + LOOK_EVERY)) return;
    looked = performance.now();
    found.update().catch(() => retire(found)); // looks for a new version
  };
  document.addEventListener("visibilitychange", lookAgain);
  lookAgain();
  setTimeout(() => void keepAll(), IDLE_AFTER);
}

if (container) {
  let controlled = container.controller !== null;
  container.addEventListener("controllerchange", () => void (controlled = true));
  container.addEventListener("message", ({data, ports}) => {
    if (data.type === "busy?") ports[0].postMessage(controlled && isBusy());
    if (data.type === "reload" && controlled) location.reload();
  });
  if (document.readyState === "complete") void begin();
  else window.addEventListener("load", () => void begin(), {once: true});
}
