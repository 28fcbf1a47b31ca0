// @ts-check
/**
 * The browser's side of the gateway (kernel/web/gateway.py): requests of programs to hosts outside become `fetch()`.
 *
 * To the kernel: {type: "responded", number, status, reason, headers, length?}, {type: "arrived", number, data?},
 * {type: "fetchFailed", number, cause}, {type: "probed", number, found}, {type: "socketOpened", number, protocol},
 * {type: "socketTold", number, data}, {type: "socketClosed", number, code, reason}.
 *
 * A program's origin is not the site's (page/sandbox.js): hosts see `Origin: null`, and a browser reveals only responses that hosts
 * share with every origin. Requests to the site itself go to the page: {type: "siteRequest", number, url, method, headers}.
 *
 * @typedef {{controller: AbortController, reader?: ReadableStreamDefaultReader<Uint8Array>, ahead: Uint8Array[]}} Exchange
 * @typedef {"withheld" | "offline" | "mixed" | "unreachable" | "unsendable" | "broken"} Cause
 */

const LOOPBACK = /^(localhost|(.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;
/** Requests on the program's behalf, not the reader's: no cookies, nothing from the cache. */
const ANONYMOUS = /** @type {const} */ ({credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer"});

export class Gateway {
  /**
   * @param {string} site its address
   * @param {{deliver(type: string, message: object): void, ask(message: object): void}} ways `deliver`: to the kernel; `ask`: to the page
   */
  constructor(site, {deliver, ask}) {
    this.site = new URL(site);
    this.deliver = deliver;
    this.ask = ask;
    /** Exchanges in progress, by number. @type {Map<number, Exchange>} */
    this.exchanges = new Map();
    /** WebSockets by number. @type {Map<number, WebSocket>} */
    this.sockets = new Map();
    /** How many probes are in progress. */
    this.probes = 0;
  }

  /** Whether a response or message may arrive from outside. */
  isBusy() {
    return this.exchanges.size + this.sockets.size + this.probes > 0;
  }

  /** The functions that kernel/browser.py calls. Answers arrive only after the calling thread is suspended. */
  bridge() {
    return {
      fetch: (/** @type {number} */ number, /** @type {string} */ url, /** @type {string} */ method, /** @type {[string, string][]} */ headers, /** @type {Uint8Array<ArrayBuffer> | null} */ body) =>
        void this.fetch(number, url, {method, headers, body}),
      pull: (/** @type {number} */ number) => void this.pull(number),
      abort: (/** @type {number} */ number) => this.abort(number),
      probe: (/** @type {number} */ number, /** @type {string} */ place) => void this.probe(number, place),
      openSocket: (/** @type {number} */ number, /** @type {string} */ url, /** @type {string[]} */ protocols) => void this.openSocket(number, url, protocols),
      sendSocket: (/** @type {number} */ number, /** @type {string | Uint8Array<ArrayBuffer>} */ data) => this.sockets.get(number)?.send(data),
      closeSocket: (/** @type {number} */ number, /** @type {number} */ code, /** @type {string} */ reason) => this.closeSocket(number, code, reason),
      page: () => {
        const {protocol, hostname, port} = this.site;
        return {origin: self.origin, hostname, port: Number(port || (protocol === "https:" ? 443 : 80)), loopback: LOOPBACK.test(hostname)};
      },
    };
  }

  /** @param {number} number @param {string} url @param {RequestInit} init */
  async fetch(number, url, init) {
    /** @type {Exchange} */
    const exchange = {controller: new AbortController(), ahead: []};
    this.exchanges.set(number, exchange);
    if (url.startsWith(this.site.href) && !init.body) {
      this.ask({type: "siteRequest", number, url, method: init.method, headers: init.headers});
      return;
    }
    /** @type {Request} */
    let request;
    try {
      request = new Request(url, {...init, ...ANONYMOUS, mode: "cors", signal: exchange.controller.signal});
    } catch {
      await null;
      this.fail(number, "unsendable");
      return;
    }
    try {
      const response = await fetch(request);
      exchange.reader = response.body?.getReader();
      const length = await this.trueLength(response, exchange, request.method === "HEAD");
      if (!this.exchanges.has(number)) return;
      const {status, statusText: reason} = response;
      this.deliver("responded", {number, status, reason, headers: [...response.headers], length});
    } catch {
      if (this.exchanges.has(number)) this.fail(number, exchange.reader ? "broken" : await this.cause(url));
    }
  }

  /**
   * Passes on the page's answer to a request to the site.
   * @param {{number: number, cause?: Cause, status: number, reason: string, headers: [string, string][], body: Uint8Array<ArrayBuffer>}} answer
   */
  takeAnswer({number, cause, status, reason, headers, body}) {
    const exchange = this.exchanges.get(number);
    if (!exchange) return;
    if (cause) {
      this.fail(number, cause);
      return;
    }
    if (body.length) exchange.ahead.push(body);
    const stated = headers.find(([name]) => name === "content-length")?.[1];
    const length = stated === undefined || headers.some(([name]) => name === "content-encoding") ? undefined : Number(stated);
    this.deliver("responded", {number, status, reason, headers, length});
  }

  /**
   * The length of a body, if it is known to be that of the decoded bytes: Content-Length counts the bytes before the browser
   * decodes them, and Content-Encoding is hidden in responses of other sites.
   * @param {Response} response @param {Exchange} exchange @param {boolean} bodiless @returns {Promise<number | undefined>}
   */
  async trueLength(response, {reader, ahead}, bodiless) {
    const {headers, type} = response;
    const stated = headers.get("content-length");
    if (stated === null || headers.has("content-encoding")) return undefined;
    const length = Number(stated);
    if (bodiless || !reader || type === "basic") return length;
    // If the first piece has exactly that length, it is the whole body, unless more follows.
    const first = await reader.read();
    if (first.done) return 0;
    ahead.push(first.value);
    if (first.value.length !== length) return undefined;
    const second = await reader.read();
    if (second.done) return length;
    ahead.push(second.value);
    return undefined;
  }

  /** Reads the next piece of a body and delivers it. @param {number} number */
  async pull(number) {
    const exchange = this.exchanges.get(number);
    if (!exchange) return;
    try {
      await null;
      const {reader, ahead} = exchange;
      const data = ahead.shift() ?? (await reader?.read())?.value;
      if (!this.exchanges.has(number)) return;
      if (!data) this.exchanges.delete(number);
      this.deliver("arrived", {number, data});
    } catch {
      this.fail(number, "broken");
    }
  }

  /** @param {number} number */
  abort(number) {
    const exchange = this.exchanges.get(number);
    this.exchanges.delete(number);
    exchange?.controller.abort();
    const socket = this.sockets.get(number);
    this.sockets.delete(number);
    socket?.close();
  }

  /** @param {number} number @param {Cause} cause */
  fail(number, cause) {
    if (this.exchanges.delete(number)) this.deliver("fetchFailed", {number, cause});
  }

  /** @param {number} number @param {string} url @param {string[]} protocols */
  async openSocket(number, url, protocols) {
    try {
      const socket = new WebSocket(url, protocols);
      socket.binaryType = "arraybuffer";
      socket.onopen = () => this.deliver("socketOpened", {number, protocol: socket.protocol});
      socket.onmessage = ({data}) => this.deliver("socketTold", {number, data: typeof data === "string" ? data : new Uint8Array(data)});
      socket.onclose = ({code, reason}) => {
        if (this.sockets.delete(number)) this.deliver("socketClosed", {number, code, reason});
      };
      this.sockets.set(number, socket);
    } catch {
      await null;
      this.deliver("socketClosed", {number, code: 1006, reason: ""});
    }
  }

  /** @param {number} number @param {number} code @param {string} reason */
  closeSocket(number, code, reason) {
    // Pages may only use these codes.
    if (code === 1000 || (code >= 3000 && code < 5000)) this.sockets.get(number)?.close(code, reason);
    else this.sockets.get(number)?.close();
  }

  /** Finds out why a request failed, which browsers don't tell. @param {string} url @returns {Promise<Cause>} */
  async cause(url) {
    if (!navigator.onLine && !LOOPBACK.test(new URL(url).hostname)) return "offline";
    if (this.site.protocol === "https:" && url.startsWith("http:") && !LOOPBACK.test(new URL(url).hostname)) return "mixed";
    return (await this.answers(url)) ? "withheld" : "unreachable";
  }

  /** Whether a server answers at all; its response stays hidden. @param {string} url */
  async answers(url) {
    try {
      await fetch(new URL(url).origin, {...ANONYMOUS, mode: "no-cors", method: "HEAD"});
      return true;
    } catch {
      return false;
    }
  }

  /** @param {number} number @param {string} place host and port */
  async probe(number, place) {
    this.probes += 1;
    const found = (await this.answers(`http://${place}`)) || (await this.answers(`https://${place}`));
    this.probes -= 1;
    this.deliver("probed", {number, found});
  }
}
