// @ts-check
/**
 * Serves the guide from what this browser has kept of it: after one visit it opens, searches and runs without a network.
 *
 * A service worker belongs to one version of the site. The build writes above this text which files that version has, with
 * their SHA-256 (docs/_site/offline.py); a program of a reader's can't write there. What follows from it:
 *
 * - What is kept lies in Cache Storage under its address and its hash, so that versions share what they have in common and
 *   can't be mixed up. It is hashed again each time before it is served: what is cut or forged is fetched again.
 * - A tab is served by the service worker of the version that it was loaded from. A newer one waits until the tabs of the
 *   older version are closed, or reloaded together (`take over`). What this version lacks and the server no longer has is
 *   refused (410), and never replaced by another version's file.
 * - What has been asked for is kept. The rest is kept when a page asks for it (`keep`), which it doesn't on a metered
 *   connection.
 * - Without room, without Cache Storage, and on a server that changes its files on the way, all is as without this.
 *
 * Workbox does routing and precaching: each file of a list is fetched when the worker is installed, and what is kept is
 * trusted. It has neither the check before serving nor parts that come later or not at all, and it would be larger than this.
 */

/** @typedef {{version: string, shell: string[], rare: string[], files: Record<string, [digest: string, size: number]>}} Manifest */
const worker = /** @type {ServiceWorkerGlobalScope & {MANIFEST: Manifest}} */ (/** @type {unknown} */ (self));
/** `files`, the most useful first; `shell`: those that each page loads; `rare`: those that are kept only once they were asked for. */
const {version: VERSION, shell: SHELL, rare: RARE, files: FILES} = worker.MANIFEST;
const SITE = new URL(worker.registration.scope);
/** Several sites may share an origin. */
const CACHE = `interleave ${SITE.pathname}`;
/** From this size on, a file is passed on while it comes, so that a page sees how far it is. Bytes. */
const STREAMED = 1_000_000;
/** Files that are fetched at once while nobody waits for them. */
const AT_ONCE = 6;
/** How long a tab may take to say whether a program runs in it; milliseconds. */
const ANSWERS_WITHIN = 1_000;
const PYTHON = "runner/vendor/";
/** What each page of this site names, and those of others don't. */
const PAGE_SCRIPT = "offline/page.js";
const NEWER = "this page is of an earlier version of the guide: reload it";
/** What is said of how a body was sent is not true of the body. */
const OF_TRANSFER = ["content-encoding", "content-length", "transfer-encoding", "vary"];

/** The file that an address of this site means. Query and fragment are for the page. @param {string} url */
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

/** A file as it was kept, if it still is what it was. @param {string} path @returns {Promise<Response | undefined>} */
async function kept(path) {
  try {
    const cache = await caches.open(CACHE);
    const response = await cache.match(keyOf(path));
    if (!response) return undefined;
    // The copy and the response are of one reading: what is checked is what is served.
    if ((await digestOf(await response.clone().arrayBuffer())) === FILES[path][0]) return response;
    await cache.delete(keyOf(path));
  } catch {
    // As if it were not kept.
  }
  return undefined;
}

/** A file on its way, for all who ask for it meanwhile. */
class Transfer {
  /** @param {string} path @param {RequestCache[]} [ways] to ask the browser for it, until it is this version's file */
  constructor(path, ways = FILES[path][1] < STREAMED ? ["default", "reload"] : ["no-cache"]) {
    this.path = path;
    /** @type {Uint8Array<ArrayBuffer>[]} */
    this.pieces = [];
    /** Whether it is complete and of this version; null while it comes. @type {boolean | null} */
    this.right = null;
    /** @type {(() => void)[]} */
    this.waiting = [];
    this.response = fetch(addressOf(path), {cache: ways[0]});
    /** Whether it is this version's file; rejected if it doesn't come. */
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

  /** Keeps it, if there is room. */
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

  /** All that came, whatever it is. */
  async whole() {
    const {status, statusText} = await this.response;
    const body = new Blob(this.pieces);
    const headers = await this.headers();
    headers.set("Content-Length", String(body.size));
    return new Response(body, {status, statusText, headers});
  }

  /** What comes, as it comes. The last piece follows when all of them are checked: no other version's file is ever complete. */
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

/** @param {string} path @param {RequestCache} [cache] of the request: a page that asks past the browser's cache has its reason */
function transfer(path, cache = "default") {
  const earlier = transfers.get(path);
  const anew = ["no-cache", "no-store", "reload"].includes(cache);
  if (earlier && !anew) return earlier;
  const begun = anew ? new Transfer(path, [cache]) : new Transfer(path);
  transfers.set(path, begun);
  void begun.stored.then(() => transfers.get(path) === begun && transfers.delete(path));
  return begun;
}

/** The windows that show this site. */
async function windows() {
  const clients = await worker.clients.matchAll({type: "window", includeUncontrolled: true});
  return clients.filter(({url}) => url.startsWith(SITE.href));
}

/** The version that the server has; null: it has no service worker any more; undefined: it doesn't say. */
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

/** Leaves the site to the network, as before. */
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

/** How often the newer version may be let take over: one that fails must not have the page loaded again and again. */
let yields = 5;
/**
 * Runs in the tab while the newer version takes over. Nothing is asked for meanwhile: Chromium loses a request that reaches the old
 * service worker just when the new one skips waiting, and the page would hang.
 */
const SUCCEED = `
const {serviceWorker} = navigator;
serviceWorker.oncontrollerchange = () => location.reload();
onload = async () => (await serviceWorker.getRegistration())?.waiting?.postMessage({type: "succeed"});
setTimeout(() => location.reload(), 5_000);`;

/** Lets the newer version, which waits, take over and load the page. */
function giveWay() {
  yields -= 1;
  const body = `<!doctype html><link rel="icon" href="data:,"><script>${SUCCEED}</script>`;
  return new Response(body, {headers: {"Content-Type": "text/html"}});
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

/** A page that stands for one that can't be had. @param {string} title @param {string} text @param {string[]} [pages] */
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
 * What the server sent is not what this version has there.
 * @param {Request} request @param {Response} response
 */
async function differs(request, response) {
  const theirs = await serverVersion();
  if (theirs === null) await leave();
  if (!theirs || theirs === VERSION) return response; // it changes what it serves, or its connection does: as without us
  if (request.mode !== "navigate") {
    void worker.registration.update().catch(() => {}); // the page says that there is a newer version
    return new Response(null, {status: 410, statusText: NEWER});
  }
  const next = await successor();
  if (!next) {
    await leave(); // it can't be installed, and we must not stand in the way
    return response;
  }
  if (yields && !(await windows()).length) return giveWay();
  return explain("This page has changed", "It is part of a newer version of the guide than the one that is open in this browser.");
}

/** @param {FetchEvent} event @param {string} path */
async function answer(event, path) {
  const {request} = event;
  const {waiting} = worker.registration;
  if (waiting && yields && request.mode === "navigate" && /** @type {any} */ (request).isReloadNavigation && (await windows()).length < 2) {
    return giveWay();
  }
  const own = await kept(path);
  if (own) return own;
  const begun = transfer(path, request.cache);
  event.waitUntil(begun.stored);
  if (FILES[path][1] >= STREAMED && (await begun.response).ok) return begun.streamed();
  return (await begun.received) ? begun.whole() : differs(request, await begun.whole());
}

/** A page that this version doesn't have: of a newer one, of another site below this one, or none. @param {Request} request */
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

/** Whether the first page that this site has had here may be served by us: it and its scripts are of this version. */
let claims = false;

worker.addEventListener("install", (event) => {
  const install = async () => {
    const first = !worker.registration.active;
    const shown = (await windows()).map(({url}) => fileOf(url)).filter(isKnown);
    let same = true;
    const have = async (/** @type {string} */ path) => {
      if (!first && (await kept(path))) return;
      // A page that is open was loaded from the browser's cache, or has left there what it was loaded from.
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
      // Nothing can be kept here.
    }
  };
  event.waitUntil(begin());
});

/** Whether a window would lose something by being reloaded; one that doesn't answer may. @param {Client} client */
function isBusy(client) {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = ({data}) => resolve(data !== false);
    setTimeout(() => resolve(true), ANSWERS_WITHIN);
    client.postMessage({type: "busy?"}, [port2]);
  });
}

/** @type {Record<string, (message: any) => Promise<unknown>>} */
const ACTIONS = {
  /** Fetches some more of what is not kept yet: of what a page has used, of the pages and their parts, or of everything. */
  async keep({bound, used}) {
    const have = new Set((await (await caches.open(CACHE)).keys()).map(({url}) => url));
    const wanted = new Set(/** @type {string[]} */ (used).map(fileOf));
    const fits = (/** @type {string} */ path) => (bound === "everything" && !RARE.includes(path)) || (bound === "pages" && !path.startsWith(PYTHON));
    const missing = Object.keys(FILES).filter((path) => !have.has(keyOf(path)) && (wanted.has(path) || fits(path)));
    const now = await Promise.all(missing.slice(0, AT_ONCE).map((path) => transfer(path).stored));
    return {left: missing.length - now.length, failed: now.includes(false)};
  },
  /** Takes over, and has all tabs reloaded; unless one is busy and `anyway` isn't set. */
  async "take over"({anyway}) {
    const clients = await windows();
    if (!anyway && (await Promise.all(clients.map(isBusy))).includes(true)) return {busy: true};
    for (const client of clients) client.postMessage({type: "reload"});
    await worker.skipWaiting();
    return {busy: false};
  },
  /** The version before has no tab any more. */
  succeed: () => worker.skipWaiting(),
};

worker.addEventListener("message", (event) => {
  const {data, source, ports} = event;
  // A worker may be a program.
  if (!Object.hasOwn(ACTIONS, data?.type) || (source instanceof Client && source.type !== "window")) return;
  const done = ACTIONS[data.type](data).catch(() => ({left: 0, failed: true}));
  event.waitUntil(done.then((reply) => ports[0]?.postMessage(reply)));
});
