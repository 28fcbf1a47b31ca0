// @ts-check
/**
 * Serves the guide from the files that this browser has kept: after one visit it opens, searches and runs offline.
 *
 * A service worker belongs to one version of the site. The build prepends a list of that version's files with their SHA-256
 * (docs/_site/offline.py), which a reader's program can't change. Consequences:
 *
 * - Files are kept in Cache Storage under their address and hash, so that versions share common files and can't be mixed up.
 *   Each file is hashed again before it is served: one that is truncated or forged is fetched again.
 * - A tab is served by the service worker of the version that it was loaded from. A newer one waits until the tabs of the
 *   older version are closed, or reloaded together (succession.js). What this version lacks and the server no longer has is
 *   refused (410), and never replaced by another version's file.
 * - Requested files are kept. The rest is kept when a page asks for it (`keep`), which it doesn't on a metered connection.
 * - Without room, without Cache Storage, and if a server alters its files in transit, everything works as without a service
 *   worker.
 *
 * Workbox does routing and precaching: it fetches each file of a list when the worker is installed, and trusts what is
 * kept. It has neither the check before serving nor files that are kept later or not at all, and it would be larger than this.
 */

import {giveWay, givesWay, mayGiveWay, succession} from "./succession.js";
import {SITE, windows, worker as scope} from "./scope.js";

/** @typedef {{version: string, shell: string[], rare: string[], files: Record<string, [digest: string, size: number]>}} Manifest */
const worker = /** @type {ServiceWorkerGlobalScope & {MANIFEST: Manifest}} */ (scope);
/** `files`: the most useful first; `shell`: those that each page loads; `rare`: those that are kept only once requested. */
const {version: VERSION, shell: SHELL, rare: RARE, files: FILES} = worker.MANIFEST;
/** Several sites may share an origin. */
const CACHE = `interleave ${SITE.pathname}`;
/** From this size on, a file is streamed, so that a page sees its progress. Bytes. */
const STREAMED = 1_000_000;
/** How many files are fetched in advance at the same time. */
const AT_ONCE = 6;
const PYTHON = "runner/vendor/";
/** The script that each page of this site names, and pages of other sites don't. */
const PAGE_SCRIPT = "offline/page.js";
const NEWER = "this page is of an earlier version of the guide: reload it";
/** Headers that describe how a body was transferred, and don't apply to the decoded body. */
const OF_TRANSFER = ["content-encoding", "content-length", "transfer-encoding", "vary"];

/** The file at an address of this site. Query and fragment are for the page. @param {string} url */
function fileOf(url) {
  const {origin, pathname} = new URL(url);
  if (origin !== SITE.origin || !pathname.startsWith(SITE.pathname)) return undefined;
  const path = decodeURI(pathname.slice(SITE.pathname.length));
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

const isKnown = (/** @type {string | undefined} */ path) => path !== undefined && Object.hasOwn(FILES, path);
/** Servers may redirect from index.html. @param {string} path */
const addressOf = (path) => new URL(path.replace(/(^|\/)index\.html$/, "$1"), SITE).href;
const keyOf = (/** @type {string} */ path) => `${new URL(path, SITE).href}?${FILES[path][0]}`;

/** @param {BufferSource} bytes */
async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A kept file, if it is unchanged. @param {string} path @returns {Promise<Response | undefined>} */
async function kept(path) {
  try {
    const cache = await caches.open(CACHE);
    const response = await cache.match(keyOf(path));
    if (!response) return undefined;
    // The clone and the response share one reading, so that the checked bytes are the served ones.
    if ((await digestOf(await response.clone().arrayBuffer())) === FILES[path][0]) return response;
    await cache.delete(keyOf(path));
  } catch {
    // Treated as not kept.
  }
  return undefined;
}

/** A download in progress, shared by all requests for the file. */
class Transfer {
  /** @param {string} path @param {RequestCache[]} [ways] cache modes to try, until the file is this version's */
  constructor(path, ways = FILES[path][1] < STREAMED ? ["default", "reload"] : ["no-cache"]) {
    this.path = path;
    /** @type {Uint8Array<ArrayBuffer>[]} */
    this.pieces = [];
    /** Whether it is complete and of this version; null while it is being received. @type {boolean | null} */
    this.right = null;
    /** @type {(() => void)[]} */
    this.waiting = [];
    this.response = fetch(addressOf(path), {cache: ways[0]});
    /** Whether it is this version's file; rejected if it can't be received. */
    this.received = this.receive(ways).finally(() => this.moved());
    /** Whether it has been kept. */
    this.stored = this.received.then((right) => right && this.store()).catch(() => false);
  }

  /** @param {RequestCache[]} ways */
  async receive([, ...others]) {
    try {
      let right = await this.read();
      for (const cache of others) {
        if (right) break;
        this.response = fetch(addressOf(this.path), {cache});
        right = await this.read();
      }
      return (this.right = right);
    } catch (error) {
      this.right = false;
      throw error;
    }
  }

  async read() {
    const {body, ok} = await this.response;
    this.pieces = [];
    const reader = body?.getReader();
    for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
      this.pieces.push(next.value);
      this.moved();
    }
    return ok && (await digestOf(await new Blob(this.pieces).arrayBuffer())) === FILES[this.path][0];
  }

  moved() {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Keeps the file, if there is room. */
  async store() {
    try {
      await (await caches.open(CACHE)).put(keyOf(this.path), await this.whole());
      return true;
    } catch {
      return false;
    }
  }

  async headers() {
    const headers = new Headers((await this.response).headers);
    for (const name of OF_TRANSFER) headers.delete(name);
    return headers;
  }

  /** The complete response, of whichever version. */
  async whole() {
    const {status, statusText} = await this.response;
    const body = new Blob(this.pieces);
    const headers = await this.headers();
    headers.set("Content-Length", String(body.size));
    return new Response(body, {status, statusText, headers});
  }

  /** Streams the response. The last piece follows once all are checked, so that another version's file is never complete. */
  async streamed() {
    let next = 0;
    const body = new ReadableStream({
      pull: async (controller) => {
        while (next >= this.pieces.length - (this.right ? 0 : 1)) {
          if (this.right) return controller.close();
          if (this.right === false) return controller.error(new TypeError(`${this.path} is not of version ${VERSION}`));
          await /** @type {Promise<void>} */ (new Promise((resolve) => this.waiting.push(resolve)));
        }
        controller.enqueue(this.pieces[next++]);
      },
    });
    return new Response(body, {headers: await this.headers()});
  }
}

/** @type {Map<string, Transfer>} */
const transfers = new Map();

/** @param {string} path @param {RequestCache} [cache] of the request: a page may have reason to bypass the browser's cache */
function transfer(path, cache = "default") {
  const earlier = transfers.get(path);
  const anew = ["no-cache", "no-store", "reload"].includes(cache);
  if (earlier && !anew) return earlier;
  const begun = anew ? new Transfer(path, [cache]) : new Transfer(path);
  transfers.set(path, begun);
  void begun.stored.then(() => transfers.get(path) === begun && transfers.delete(path));
  return begun;
}

/** The server's version; null: it has no service worker any more; undefined: unknown. */
async function serverVersion() {
  try {
    const response = await fetch(worker.location.href, {cache: "no-store"});
    if (response.status === 404 || response.status === 410) return null;
    return /^self\.MANIFEST = {"version":"(\w+)"/.exec(await response.text())?.[1];
  } catch {
    return undefined;
  }
}

let gone = false;

/** Unregisters itself: the site is served by the network again. */
async function leave() {
  gone = true;
  await worker.registration.unregister();
  await caches.delete(CACHE);
}

/** The newer version, once it is ready. @returns {Promise<ServiceWorker | null>} */
async function successor() {
  const {registration} = worker;
  try {
    await registration.update();
  } catch {
    return null;
  }
  const {installing} = registration;
  if (installing?.state === "installing") {
    await new Promise((resolve) => installing.addEventListener("statechange", resolve, {once: true}));
  }
  return registration.waiting;
}

/** The kept pages. */
async function pagesKept() {
  try {
    const keys = await (await caches.open(CACHE)).keys();
    const paths = keys.map(({url}) => fileOf(url)).filter((path) => isKnown(path) && path?.endsWith("index.html"));
    return [...new Set(paths)].map((path) => addressOf(String(path))).sort();
  } catch {
    return [];
  }
}

/** Replaces a page that can't be loaded by an explanation. @param {string} title @param {string} text @param {string[]} [pages] */
function explain(title, text, pages = []) {
  const links = pages.map((page) => `<li><a href="${page}">${page.slice(SITE.href.length) || "the front page"}</a></li>`);
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<style>body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif }</style>
</head><body><main><h1>${title}</h1><p>${text}</p><ul>${links.join("")}</ul></main>
<script type="module" src="${SITE.href}${PAGE_SCRIPT}"></script></body></html>`;
  return new Response(body, {status: 503, headers: {"Content-Type": "text/html; charset=utf-8"}});
}

async function explainOffline() {
  const pages = await pagesKept();
  const rest = pages.length ? "These pages are kept:" : "";
  return explain("This page is not kept here", `The site can't be reached, and this browser has not kept this page. ${rest}`, pages);
}

/**
 * Handles a response that is not this version's file.
 * @param {Request} request @param {Response} response
 */
async function differs(request, response) {
  const theirs = await serverVersion();
  if (theirs === null) await leave();
  if (!theirs || theirs === VERSION) return response; // the server, or a proxy, alters its files: pass them on
  if (request.mode !== "navigate") {
    void worker.registration.update().catch(() => {}); // the page will tell the reader about it
    return new Response(null, {status: 410, statusText: NEWER});
  }
  const next = await successor();
  if (!next) {
    await leave(); // it can't be installed, and this one must not block it
    return response;
  }
  if (mayGiveWay() && !(await windows()).length) return giveWay();
  return explain("This page has changed", "It is part of a newer version of the guide than the one that is open in this browser.");
}

/** @param {FetchEvent} event @param {string} path */
async function answer(event, path) {
  const {request} = event;
  if (request.mode === "navigate" && (await givesWay(request))) return giveWay();
  const own = await kept(path);
  if (own) return own;
  const begun = transfer(path, request.cache);
  event.waitUntil(begun.stored);
  if (FILES[path][1] >= STREAMED && (await begun.response).ok) return begun.streamed();
  return (await begun.received) ? begun.whole() : differs(request, await begun.whole());
}

/** Handles a page that isn't in this version: it may be in a newer one, on another site below this one, or nowhere. @param {Request} request */
async function pass(request) {
  const response = await fetch(request);
  const theirs = response.type === "basic" ? await serverVersion() : VERSION;
  if (theirs === VERSION || theirs === undefined) return response;
  return (await response.clone().text()).includes(PAGE_SCRIPT) ? differs(request, response) : response;
}

worker.addEventListener("fetch", (event) => {
  const {request} = event;
  const path = fileOf(request.url);
  if (gone || path === undefined || request.method !== "GET" || request.headers.has("range")) return;
  const navigates = request.mode === "navigate";
  const failed = () => (navigates ? explainOffline() : Response.error());
  if (isKnown(path)) event.respondWith(answer(event, path).catch(() => fetch(request)).catch(failed));
  else if (isKnown(`${path}/index.html`)) event.respondWith(Response.redirect(addressOf(`${path}/`) + new URL(request.url).search, 302));
  else if (navigates) event.respondWith(pass(request).catch(failed));
});

/** Whether the first page of this site in this browser may be served from here: it and its scripts are of this version. */
let claims = false;

worker.addEventListener("install", (event) => {
  const install = async () => {
    const first = !worker.registration.active;
    const shown = (await windows()).map(({url}) => fileOf(url)).filter(isKnown);
    let same = true;
    const have = async (/** @type {string} */ path) => {
      if (!first && (await kept(path))) return;
      // The files of an open page are in the browser's cache.
      const earlier = new Transfer(path, ["force-cache"]);
      if (await earlier.received) return void (await earlier.stored);
      same = false;
      const now = new Transfer(path, ["reload"]);
      if (!(await now.received)) throw new Error(`${path} is not of version ${VERSION}`);
      await now.stored;
    };
    await Promise.all([...new Set([...SHELL, ...shown.map(String)])].map(have));
    claims = first && same;
  };
  event.waitUntil(install());
});

worker.addEventListener("activate", (event) => {
  const begin = async () => {
    if (claims) await worker.clients.claim();
    try {
      const cache = await caches.open(CACHE);
      const own = new Set(Object.keys(FILES).map(keyOf));
      for (const {url} of await cache.keys()) if (!own.has(url)) await cache.delete(url);
    } catch {
      // This browser can't keep anything.
    }
  };
  event.waitUntil(begin());
});

/** @type {Record<string, (message: any, source: any) => Promise<unknown>>} */
const ACTIONS = {
  /** Fetches some more of the files that are not kept yet: those that a page has used, the pages and their parts, or everything. */
  async keep({bound, used}) {
    const have = new Set((await (await caches.open(CACHE)).keys()).map(({url}) => url));
    const wanted = new Set(/** @type {string[]} */ (used).map(fileOf));
    const fits = (/** @type {string} */ path) => (bound === "everything" && !RARE.includes(path)) || (bound === "pages" && !path.startsWith(PYTHON));
    const missing = Object.keys(FILES).filter((path) => !have.has(keyOf(path)) && (wanted.has(path) || fits(path)));
    const now = await Promise.all(missing.slice(0, AT_ONCE).map((path) => transfer(path).stored));
    return {left: missing.length - now.length, failed: now.includes(false)};
  },
  ...succession,
};

worker.addEventListener("message", (event) => {
  const {data, source, ports} = event;
  // Refuse workers: they may run a program.
  if (!Object.hasOwn(ACTIONS, data?.type) || (source instanceof Client && source.type !== "window")) return;
  const done = ACTIONS[data.type](data, source).catch(() => ({left: 0, failed: true}));
  event.waitUntil(done.then((reply) => ports[0]?.postMessage(reply)));
});
