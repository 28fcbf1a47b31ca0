// @ts-check
/**
 * A service worker that removes itself and everything that was kept. `mkdocs serve` serves it, and so should, as its sw.js, a site that
 * gives up its service worker: a browser that finds no script keeps the worker that it has. Open tabs stay as they are; they load
 * further files from the network.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => {
  const retire = async () => {
    await worker.registration.unregister();
    await caches.delete(`interleave ${new URL(worker.registration.scope).pathname}`);
  };
  event.waitUntil(retire());
});
