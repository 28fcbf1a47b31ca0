// @ts-check
/** Whether this browser can run programs. */

export const UNSUPPORTED =
  "This browser shows the programs but can't run them. Chrome and Edge 137, Firefox 153 and Safari 27, or newer, can.";

/** Whether this browser can suspend WebAssembly (JSPI), which running a program here needs. */
export function supported() {
  return typeof WebAssembly === "object" && "Suspending" in WebAssembly && "promising" in WebAssembly && typeof Worker === "function";
}

/** Raises Error if a program can't run here. @param {HTMLElement} program */
export function expectRunnable({dataset: {needs}, isConnected}) {
  if (needs) throw new Error(`This program needs ${needs}: run it on your machine.`);
  if (!supported()) throw new Error(UNSUPPORTED);
  if (!isConnected) throw new Error("This program has left the page.");
}
