// @ts-check
/**
 * Runs in the hidden frame with an opaque origin (page/sandbox.js): compiles the interpreter's code, once for all machines of a
 * page, and starts their workers. Messages between the page and a machine go directly through a port.
 */
import {listener} from "../shared/checks.js";
import {TO_FRAME} from "../shared/messages.js";

/**
 * Whether a worker that creates a worker may hang: then machines, which create them, run in the frame itself. In Firefox the creating thread waits
 * until the main thread has registered the new worker with the debugger, on a condition variable on which the new worker's
 * thread waits for events, too; one of the two is woken (WorkerPrivate::WaitForIsDebuggerRegistered). With Firefox 153 on two
 * cores, one creation in 3 to 300 never returned.
 */
const NESTED_WORKERS_HANG = / Gecko\/\d/.test(navigator.userAgent);

/** A machine in this frame, with the methods of a worker. Its script hears the messages that are dispatched at its element. */
class Resident extends EventTarget {
  /** @param {string} address */
  constructor(address) {
    super();
    const script = (this.script = document.createElement("script"));
    script.src = address;
    this.loaded = new Promise((resolve) => script.addEventListener("load", resolve));
    script.addEventListener("error", () => this.dispatchEvent(new ErrorEvent("error")));
    document.head.append(script);
  }

  /** @param {object} data @param {MessagePort[]} [ports] */
  postMessage(data, ports) {
    void this.loaded.then(() => this.script.dispatchEvent(new MessageEvent("message", {data, ports})));
  }

  terminate() {
    this.postMessage({type: "end"});
    this.script.remove();
  }
}

/** @param {Blob} script */
const addressOf = (script) => URL.createObjectURL(new Blob([script], {type: "text/javascript"}));

/** @param {MessagePort} page @param {{machine: Blob, process: Blob}} scripts of workers */
export function begin(page, {machine, process}) {
  const address = addressOf(machine);
  /** Machines, by number. @type {Map<number, Worker | Resident>} */
  const machines = new Map();
  const fail = (/** @type {number | null} */ number, /** @type {string} */ message) => page.postMessage({type: "failed", number, message});
  // Of a resident's code: it is not known of which.
  self.addEventListener("error", ({message}) => fail(null, message));

  /** @type {ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>} */
  let pieces;
  const code = new ReadableStream({start: (controller) => void (pieces = controller)});
  const compiled = WebAssembly.compileStreaming(new Response(code, {headers: {"Content-Type": "application/wasm"}}));
  compiled.catch((error) => fail(null, `its code could not be compiled: ${error.message}`));

  const start = (/** @type {number} */ number, /** @type {MessagePort} */ port) => {
    const machine = NESTED_WORKERS_HANG ? new Resident(address) : new Worker(address, {name: "interleave"});
    machines.set(number, machine);
    machine.addEventListener("error", (event) => {
      event.preventDefault(); // or it would be the frame's, too
      fail(number, /** @type {ErrorEvent} */ (event).message || "the browser could not start its worker");
    });
    machine.postMessage({type: "begin", process}, [port]);
    void compiled.then((module) => machine.postMessage({type: "code", module}));
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
        machines.get(message.number)?.terminate();
        machines.delete(message.number);
      }
    };
    listener(TO_FRAME, "the page", receive)(event);
  };
}
