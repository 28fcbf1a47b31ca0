// @ts-check
/**
 * Registers the service worker, which keeps the guide for reading without a network, once the page is there and idle. Without
 * one (a private window, a page that came over http from another host, a browser that refuses), all is as it was.
 * What `mkdocs serve` shows doesn't have this script: a page that is being written is never kept.
 */
import {ask, isBusy} from "./tabs.js";

const SITE = new URL("..", import.meta.url);
const SCRIPT = new URL("sw.js", SITE).href;
/** After a page has loaded, its reader comes first: so long nothing is fetched that nobody asked for. Milliseconds. */
const IDLE_AFTER = 4_000;
/** How often a tab that stays open looks for a new version; milliseconds. */
const LOOK_EVERY = 3_600_000;
/** How long a new service worker has to be waiting before that is said; milliseconds. */
const WAITS = 1_000;
const {serviceWorker: container} = navigator;

/**
 * What may be fetched that nobody has asked for: "everything", which is 9 MB; "pages", which is 1 MB, where a browser doesn't say
 * what its connection costs, and is on a phone; or "nothing".
 */
function bounds() {
  const {connection} = /** @type {any} */ (navigator);
  if (!connection) return matchMedia("(hover: hover)").matches ? "everything" : "pages";
  const {saveData, effectiveType, type} = connection;
  return saveData || type === "cellular" || effectiveType !== "4g" ? "nothing" : "everything";
}

/** Has what is not kept yet fetched, bit by bit. */
async function keepAll() {
  const {active} = await container.ready;
  // What a first page has loaded before there was a service worker: it comes from the browser's own cache.
  const used = performance.getEntriesByType("resource").map(({name}) => name);
  for (let left = 1; left && active;) {
    const bound = bounds();
    const reply = await ask(active, {type: "keep", bound, used});
    left = reply.failed ? 0 : reply.left;
  }
}

/** A service worker that the site no longer has would go on with what it has kept. @param {ServiceWorkerRegistration} registration */
async function look(registration) {
  try {
    await registration.update();
  } catch {
    if (!navigator.onLine) return;
    const {status} = await fetch(SCRIPT, {method: "HEAD", cache: "no-store"}).catch(() => ({status: 0}));
    if (status !== 404 && status !== 410) return; // no network
    await registration.unregister();
    await caches.delete(`interleave ${SITE.pathname}`);
  }
}

/**
 * Says that a new version is there, unless it takes over at once. Chromium loses a request that reaches the old service worker just
 * when the new one skips waiting (worker/retired.js): neither is ever done, and the next page hangs. So nothing is loaded at that moment.
 * @param {ServiceWorkerRegistration} registration
 */
function watch(registration) {
  const tell = async () => {
    await new Promise((resolve) => setTimeout(resolve, WAITS));
    if (!registration.waiting || !container.controller) return;
    const {show} = await import(new URL("notice.js", import.meta.url).href);
    show(registration);
  };
  const follow = () => registration.installing?.addEventListener("statechange", tell);
  registration.addEventListener("updatefound", follow);
  follow();
  void tell();
}

async function begin() {
  /** @type {ServiceWorkerRegistration | undefined} */
  let registration;
  try {
    registration = await container.register(SCRIPT);
  } catch {
    // None, then.
  }
  if (!registration) return;
  watch(registration);
  const found = registration;
  let looked = 0;
  const lookAgain = () => {
    if (document.hidden || (looked && performance.now() < looked + LOOK_EVERY)) return;
    looked = performance.now();
    void look(found);
  };
  document.addEventListener("visibilitychange", lookAgain);
  lookAgain();
  setTimeout(() => void keepAll(), IDLE_AFTER);
}

if (container) {
  let controlled = container.controller !== null;
  /** All tabs are reloaded together, when the new version has taken over: those that were asked before. */
  const reasons = new Set();
  const reloadFor = (/** @type {string} */ reason) => {
    if (reasons.add(reason).size === 2) location.reload();
  };
  container.addEventListener("controllerchange", () => {
    if (controlled) reloadFor("changed");
    controlled = true;
  });
  container.addEventListener("message", ({data, ports}) => {
    if (data.type === "busy?") ports[0].postMessage(controlled && isBusy());
    if (data.type === "reload" && controlled) reloadFor("agreed");
  });
  if (document.readyState === "complete") void begin();
  else window.addEventListener("load", () => void begin(), {once: true});
}
