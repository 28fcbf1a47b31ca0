// @ts-check
/**
 * How a newer version of the site takes over from an older one: all tabs are reloaded together, and nothing is requested meanwhile.
 *
 * Chromium loses a request that reaches the old service worker just when the new one skips waiting; the tab hangs, and the old one goes
 * only five minutes later. So each tab first gets from the old one a page that requests nothing (`giveWay`). Once all tabs show it, the new
 * one takes over, and they load what they are to show.
 */
import {windows, worker} from "./scope.js";

/** How long a tab, or the old service worker, may take to answer; milliseconds. */
const ANSWERS_WITHIN = 1_000;
/** How long the first of the tabs waits for the others, of which one may be frozen; milliseconds. */
const ARRIVE_WITHIN = 2_000;
const LOOK_EVERY = 50;
/** How long the old one gives way to whoever navigates, after all tabs have agreed; milliseconds. */
const GIVES_WAY = 10_000;

/** Runs in a tab that waits for the newer version. */
const SUCCEED = `
const {serviceWorker} = navigator;
serviceWorker.oncontrollerchange = () => location.reload();
onload = async () => (await serviceWorker.getRegistration())?.waiting?.postMessage({type: "succeed"});
setTimeout(() => location.reload(), 5_000);`;

/** Of the old one: how often it may still give way unasked. A newer version that fails must not reload the page endlessly. */
let yields = 5;
/** Of the old one: until when it gives way to all. */
let until = 0;
/** Of the new one: the windows that wait for it. @type {Set<string>} */
const ready = new Set();

const allAgree = () => performance.now() < until;
export const mayGiveWay = () => yields > 0;

/** Whether the old one lets the newer one have a page: all tabs have agreed, or this is the only one, which the reader reloads. @param {Request} request */
export async function givesWay(request) {
  if (!worker.registration.waiting) return false;
  if (allAgree()) return true;
  return mayGiveWay() && /** @type {any} */ (request).isReloadNavigation && (await windows()).length < 2;
}

/** The page that waits for the newer version. */
export function giveWay() {
  if (!allAgree()) yields -= 1;
  const body = `<!doctype html><link rel="icon" href="data:,"><script>${SUCCEED}</script>`;
  return new Response(body, {headers: {"Content-Type": "text/html"}});
}

/** @param {Client | ServiceWorker} other @param {string} type @returns {Promise<unknown>} what it answers; undefined: nothing in time */
function ask(other, type) {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = ({data}) => resolve(data);
    setTimeout(resolve, ANSWERS_WITHIN);
    other.postMessage({type}, [port2]);
  });
}

/** The messages, by type. */
export const succession = {
  /** To the new one: takes over and lets all tabs reload, unless one would lose something by it, or doesn't answer, and `anyway` isn't set. @param {{anyway: boolean}} message */
  async "take over"({anyway}) {
    const clients = await windows();
    const answers = await Promise.all(clients.map((client) => ask(client, "busy?")));
    if (!anyway && answers.some((answer) => answer !== false)) return {busy: true};
    const {active} = worker.registration;
    if (active) await ask(active, "give way");
    for (const client of clients) client.postMessage({type: "reload"});
    return {busy: false};
  },

  /** To the old one: all tabs have agreed. */
  async "give way"() {
    until = performance.now() + GIVES_WAY;
  },

  /** To the new one, from a tab that waits for it. @param {unknown} _ @param {Client} tab */
  async succeed(_, tab) {
    ready.add(tab.id);
    const end = performance.now() + ARRIVE_WITHIN;
    while (performance.now() < end && !(await windows()).every(({id}) => ready.has(id))) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    await worker.skipWaiting();
  },
};
