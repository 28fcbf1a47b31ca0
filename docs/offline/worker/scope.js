// @ts-check
/** The service worker's own scope: the site, and the windows that show it. */
export const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
export const SITE = new URL(worker.registration.scope);

/** The windows that show this site. */
export async function windows() {
  const clients = await worker.clients.matchAll({type: "window", includeUncontrolled: true});
  return clients.filter(({url}) => url.startsWith(SITE.href));
}
