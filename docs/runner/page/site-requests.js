// @ts-check
/**
 * What a program asks the site's own server for. Its origin isn't the site's, so a browser would let it read nothing there that the
 * server doesn't let all sites read; the page reads for it what lies in the site's folder, as everyone can who has its address.
 *
 * @typedef {{status: number, reason: string, headers: [string, string][], body: Uint8Array<ArrayBuffer>} | {cause: "withheld" | "broken", body?: undefined}} Answer
 */

/** Where the site begins. */
export const SITE = new URL("../..", import.meta.url).href;

/** No cookies, and nothing of the reader's cache. */
const ANONYMOUS = /** @type {const} */ ({mode: "same-origin", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer"});

/** @param {{url: string, method: string, headers: [string, string][]}} request @returns {Promise<Answer>} */
export async function answer({url, method, headers}) {
  const {href} = new URL(url, SITE);
  if (!href.startsWith(SITE) || !["GET", "HEAD"].includes(method)) return {cause: "withheld"};
  try {
    const response = await fetch(href, {...ANONYMOUS, method, headers});
    if (!response.url.startsWith(SITE)) return {cause: "withheld"}; // it was sent elsewhere
    const body = new Uint8Array(await response.arrayBuffer());
    return {status: response.status, reason: response.statusText, headers: [...response.headers], body};
  } catch {
    return {cause: "broken"};
  }
}
