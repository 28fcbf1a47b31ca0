// @ts-check
/**
 * A service worker that removes itself and everything that was kept. `mkdocs serve` serves it, and so should, as its sw.js, a site that
 * gives up its service worker: a browser that finds no script keeps the worker that it has. Open tabs stay as they are; they load
 * further files from the network.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/**
 * Chromium loses a request that reaches the old service worker just when this one skips waiting, and lets the old one go only five minutes
 * later. So it waits until the page that brought it has loaded. Milliseconds.
 */
const LOADED_WITHIN = 2_000;

worker.addEventListener("install", (event) => {
  const takeOver = async () => {
    await new Promise((resolve) => setTimeout(resolve, LOADED_WITHIN));
    await worker.skipWaiting();
  };
  event.waitUntil(takeOver());
});
worker.addEventListener("activate", (event) => {
  const retire = async () => {
    await worker.registration.unregister();
    await caches.delete(`interleave ${new URL(worker.registration.scope).pathname}`);
  };
  event.waitUntil(retire());
});
