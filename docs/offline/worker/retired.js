// @ts-check
/**
 * A service worker that removes itself, and all that was kept. It is what `mkdocs serve` has, and what a site that is not to
 * have a service worker any more serves as its sw.js: a browser goes on with the one that it has if it finds none.
 * Open tabs stay as they are; what they still need comes from the network.
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
