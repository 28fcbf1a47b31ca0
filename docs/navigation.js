// @ts-check
/**
 * Instant navigation wherever the folder is served. Material takes a link for one to a page of the site if sitemap.xml lists
 * it, and that has the addresses of site_url: at a mirror, in a preview, on another port or path, each link would load
 * everything anew, and end the Python that is running or waiting. So what Material leaves is handed to its `location$`.
 */

/** Where this file lies, the site begins. */
export const ROOT = new URL(".", import.meta.url);

/** @param {URL} url whether it is a page of this site: they have the addresses of folders */
function isPage(url) {
  return url.href.startsWith(ROOT.href) && url.pathname.endsWith("/");
}

// Material listens at the body: what it handles has its default prevented when it comes here. Other buttons than the first
// make no click.
document.addEventListener("click", (event) => {
  const location$ = /** @type {any} */ (window).location$;
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLAnchorElement?} */ (target.closest("a[href]:not([target], [download])"));
  if (!location$ || !link || location.protocol === "file:") return;
  const url = new URL(link.href);
  if (!isPage(url) || url.pathname === location.pathname) return;
  event.preventDefault();
  history.replaceState({x: scrollX, y: scrollY}, ""); // Material's own note of where to return to
  history.pushState(null, "", url);
  location$.next(url);
});
