// @ts-check
/**
 * Forwards processes' requests to the site's server to the page: few at a time, so that a program that sends requests in a
 * loop leaves the page responsive.
 */

const MOST_AT_ONCE = 6;
/** The most requests that may wait: a program that has sent more doesn't read the responses. */
const MOST_WAITING = 1_000;

export class SiteRequests {
  /** @param {(message: object) => void} ask the page @param {import("./streams.js").Send} send */
  constructor(ask, send) {
    this.ask = ask;
    this.send = send;
    this.underWay = 0;
    /** @type {{pid: number, number: number}[]} */
    this.waiting = [];
  }

  /** @param {number} pid @param {{number: number}} request */
  add(pid, request) {
    if (this.waiting.length < MOST_WAITING) this.waiting.push({...request, pid});
    else this.send(pid, {type: "siteAnswer", pid, number: request.number, cause: "broken"});
    this.next();
  }

  /** @param {{pid: number}} answer of the page */
  answer(answer) {
    this.underWay -= 1;
    this.send(answer.pid, answer);
    this.next();
  }

  next() {
    while (this.underWay < MOST_AT_ONCE && this.waiting.length) {
      this.underWay += 1;
      this.ask(/** @type {object} */ (this.waiting.shift()));
    }
  }
}
