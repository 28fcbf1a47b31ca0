// @ts-check
/** The timeline of a program, until it is needed: what draws it is loaded when a reader goes to it, or a run has events. */
import {part} from "./parts.js";

/** @typedef {import("./timeline-panel.js").TimelinePanel} TimelinePanel */

export class Timeline {
  /** @type {Promise<TimelinePanel> | null} */
  #panel = null;
  /** What is asked of it is done in order. */
  #last = Promise.resolve();

  /** @param {HTMLElement} host the program's element @param {() => string} source its text now */
  constructor(host, source) {
    this.host = host;
    this.source = source;
    const open = () => void this.#ask((panel) => panel.open());
    for (const sign of ["pointerenter", "focusin"]) host.querySelector(":scope > .timeline")?.addEventListener(sign, open, {passive: true});
  }

  async #load() {
    try {
      const {TimelinePanel} = await part(new URL("./timeline-panel.js", import.meta.url));
      return new TimelinePanel(this.host, this.source);
    } catch (error) {
      this.#panel = null; // the next time tries again
      throw error;
    }
  }

  /** @param {(panel: TimelinePanel) => unknown} action */
  #ask(action) {
    return (this.#last = this.#last.then(async () => {
      try {
        await action(await (this.#panel ??= this.#load()));
      } catch (error) {
        console.warn("The timeline could not be shown; the page's own drawing stays.", error);
      }
    }));
  }

  /** A run begins: what was shown goes. */
  clear() {
    return this.#ask((panel) => panel.clear());
  }

  /** Adds events of the run, in order (../interleave/trace/schema.json). @param {Iterable<import("../timeline/types.js").Event>} events */
  add(events) {
    return this.#ask((panel) => panel.add(events));
  }

  /** Shows the run up to a turn, counted from 0; -1: all of it. @param {number} step */
  show(step) {
    return this.#ask((panel) => panel.show(step));
  }
}
