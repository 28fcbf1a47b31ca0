// @ts-check
/**
 * Answers programs' requests to the site's own server. A program's origin isn't the site's, so the browser lets it read only what
 * the server allows every site to read; the page reads public files below the site's root on its behalf.
 *
 * @typedef {{status: number, reason: string, headers: [string, string][], body: Uint8Array<ArrayBuffer>} | {cause: "withheld" | "broken", body?: undefined}} Answer
 */

/** The site's root. */
export const SITE = new URL("../..", import.meta.url).href;

/** Requests without cookies and without the reader's cache. */
const ANONYMOUS = /** @type {const} */ ({mode: "same-origin", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer"});

/** @param {{url: string, method: string, headers: [string, string][]}} request @returns {Promise<Answer>} */
export async function answer({url, method, headers}) {
  const {href} = new URL(url, SITE);
  if (!href.startsWith(SITE) || !["GET", "HEAD"].includes(method)) return {cause: "withheld"};
  try {
    const response = await fetch(href, {...ANONYMOUS, method, headers});
    if (!response.url.startsWith(SITE)) return {cause: "withheld"}; // it was redirected elsewhere
    const body = new Uint8Array(await response.arrayBuffer());
    return {status: response.status, reason: response.statusText, headers: [...response.headers], body};
  } catch {
    return {cause: "broken"};
  }
}
