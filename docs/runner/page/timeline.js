// @ts-check
/** A stand-in for a program's timeline: the code that draws it is loaded when a reader opens it or a run has events. */
import {folded} from "./folded.js";
import {part} from "./parts.js";

/** @typedef {import("./timeline-panel.js").TimelinePanel} TimelinePanel */

export class Timeline {
  /** @type {Promise<TimelinePanel> | null} */
  #panel = null;
  /** The last queued action: actions run in order. */
  #last = Promise.resolve();

  /** @param {HTMLElement} host the program's element @param {() => string} source its text now @param {boolean} runnable whether it runs here */
  constructor(host, source, runnable) {
    this.host = host;
    this.source = source;
    const open = () => void this.ask((panel) => panel.open());
    const section = host.querySelector(":scope > .timeline");
    if (!section && runnable) {
      const {section, details} = empty();
      details.addEventListener("toggle", open);
      host.append(section);
    }
    /** @type {[string, "end" | "goOn"][]} */
    const signs = [["finished", "end"], ["resumed", "goOn"]];
    for (const [sign, action] of signs) host.addEventListener(sign, () => void (this.#panel && this.ask((panel) => panel[action]())));
    for (const sign of ["pointerenter", "focusin"]) section?.addEventListener(sign, open, {passive: true});
  }

  async #load() {
    try {
      const {TimelinePanel} = await part(new URL("./timeline-panel.js", import.meta.url), new URL("./timeline-panel.css", import.meta.url));
      if (!this.host.querySelector(":scope > .timeline")) this.host.append(empty().section);
      return new TimelinePanel(this.host, this.source);
    } catch (error) {
      this.#panel = null; // the next attempt loads it again
      throw error;
    }
  }

  /** Has something done by the panel. @param {(panel: TimelinePanel) => unknown} action */
  ask(action) {
    return (this.#last = this.#last.then(async () => {
      try {
        await action(await (this.#panel ??= this.#load()));
      } catch (error) {
        console.warn("The timeline could not be shown; the page's own drawing stays.", error);
      }
    }));
  }

  /** Starts a run, whose events are wanted only while the panel is open. @returns {boolean} whether they are wanted */
  expect() {
    const isOpen = this.host.querySelector(":scope > .timeline > details")?.matches("[open]") ?? false;
    if (isOpen || this.#panel) void this.ask((panel) => panel.expect(isOpen));
    return isOpen;
  }

  /** Adds events of the run as they arrive. @param {string} lines */
  addLines(lines) {
    return this.ask((panel) => panel.addLines(lines));
  }

  /** Opens the panel, so that the next run is recorded. */
  unfold() {
    this.host.querySelector(":scope > .timeline > details")?.setAttribute("open", "");
  }

  /** Clears the view: a run begins. */
  clear() {
    return this.ask((panel) => panel.clear());
  }

  /** Adds events of the run, in order (../interleave/trace/schema.json). @param {Iterable<import("../timeline/types.js").Event>} events */
  add(events) {
    return this.ask((panel) => panel.add(events));
  }

  /** Shows the run up to a turn, counted from 0; -1: all of it. @param {number} step */
  show(step) {
    return this.ask((panel) => panel.show(step));
  }
}

/** A panel without a drawing, closed: a program whose run isn't shown is not recorded. */
const empty = () => folded("timeline", "Timeline", "of the next run, while this is open");
