// @ts-check
/**
 * Runs in the hidden frame with an opaque origin (page/sandbox.js): compiles the interpreter's code, once for all machines of a
 * page, and starts their workers. Messages between the page and a machine go directly through a port.
 */
import {listener} from "../shared/checks.js";
import {TO_FRAME} from "../shared/messages.js";

/** @param {Blob} script */
const addressOf = (script) => URL.createObjectURL(new Blob([script], {type: "text/javascript"}));

/** @param {MessagePort} page @param {{machine: Blob, process: Blob}} scripts of workers */
export function begin(page, {machine, process}) {
  const address = addressOf(machine);
  /** The workers of machines, by number. @type {Map<number, Worker>} */
  const workers = new Map();
  const fail = (/** @type {number | null} */ number, /** @type {string} */ message) => page.postMessage({type: "failed", number, message});

  /** @type {ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>} */
  let pieces;
  const code = new ReadableStream({start: (controller) => void (pieces = controller)});
  const compiled = WebAssembly.compileStreaming(new Response(code, {headers: {"Content-Type": "application/wasm"}}));
  compiled.catch((error) => fail(null, `its code could not be compiled: ${error.message}`));

  const start = (/** @type {number} */ number, /** @type {MessagePort} */ port) => {
    const worker = new Worker(address, {name: "interleave"});
    workers.set(number, worker);
    worker.addEventListener("error", (event) => fail(number, event.message || "the browser could not start its worker"));
    worker.postMessage({type: "begin", process}, [port]);
    void compiled.then((module) => worker.postMessage({type: "code", module}));
  };

  page.onmessage = (event) => {
    const receive = (/** @type {any} */ message) => {
      if (message.type === "code") {
        if (message.piece) pieces.enqueue(message.piece);
        else pieces.close();
      } else if (message.type === "start") {
        try {
          start(message.number, event.ports[0]);
        } catch (error) {
          fail(message.number, /** @type {Error} */ (error).message);
        }
      } else if (message.type === "end") {
        workers.get(message.number)?.terminate();
        workers.delete(message.number);
      }
    };
    listener(TO_FRAME, "the page", receive)(event);
  };
}
