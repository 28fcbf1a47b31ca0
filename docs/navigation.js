// @ts-check
/**
 * Instant navigation wherever the folder is served. Material takes a link for one to a page of the site if sitemap.xml lists
 * it, and that has the addresses of site_url: at a mirror, in a preview, on another port or path, each link would load
 * everything anew, and end the Python that is running or waiting. So what Material leaves is handed to its `location$`.
 */

/** Where this file lies, the site begins. */
const ROOT = new URL(".", import.meta.url);

/** @param {URL} url whether it is a page of this site: they have the addresses of folders */
function isPage(url) {
  return url.origin === ROOT.origin && url.pathname.startsWith(ROOT.pathname) && url.pathname.endsWith("/");
}

// Material listens at the body: what it handles has its default prevented when it comes here.
document.addEventListener("click", (event) => {
  const location$ = /** @type {any} */ (window).location$;
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!location$ || location.protocol === "file:" || !link?.href || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (!isPage(url) || url.pathname === location.pathname) return;
  event.preventDefault();
  history.replaceState({x: scrollX, y: scrollY}, ""); // Material's own note of where to return to
  history.pushState(null, "", url);
  location$.next(url);
});
