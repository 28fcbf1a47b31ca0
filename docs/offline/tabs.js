// @ts-check
/** Messages from a tab to a service worker. */

/** @param {ServiceWorker} worker @param {object} message @returns {Promise<any>} what it answers */
export function ask(worker, message) {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = ({data}) => resolve(data);
    worker.postMessage(message, [port2]);
  });
}

/** Whether a reload would lose something: a program that runs, or an edit that this browser doesn't keep. */
export const isBusy = () => document.querySelector("py-snippet:is([data-running], [data-unsaved])") !== null;
