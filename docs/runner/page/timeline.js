// @ts-check
/** A stand-in for a program's timeline: the code that draws it is loaded when a reader opens it or a run has events. */
import {folded} from "./folded.js";
import {teller} from "./notes.js";
import {awaited, part} from "./parts.js";

/** @typedef {import("./timeline-panel.js").TimelinePanel} TimelinePanel @typedef {(panel: TimelinePanel) => unknown} Action */

export class Timeline {
  /** null in it: the panel could not be loaded. @type {Promise<TimelinePanel | null> | null} */
  #panel = null;
  /** What the panel has still to do, in order. If it can't be loaded, this waits for the next attempt. @type {Action[]} */
  #waiting = [];
  /** Done one after the other. */
  #last = Promise.resolve();
  /** Whether a reader waits for the panel: not if the pointer only passes the page's own drawing. */
  #wanted = false;
  /** @type {HTMLDetailsElement} */
  #details;

  /** @param {HTMLElement} host the program's element @param {() => string} source its text now @param {boolean} runnable whether it runs here */
  constructor(host, source, runnable) {
    this.host = host;
    this.source = source;
    const open = (wanted = false) => void this.ask((panel) => panel.open(), wanted);
    const drawn = host.querySelector(":scope > .timeline > details");
    const details = (this.#details = drawn instanceof HTMLDetailsElement ? drawn : empty().details);
    if (!drawn) {
      details.addEventListener("toggle", () => details.open && open(true));
      if (runnable) host.append(/** @type {Element} */ (details.parentElement));
    }
    /** @type {[string, "end" | "goOn"][]} */
    const signs = [["finished", "end"], ["resumed", "goOn"]];
    for (const [sign, action] of signs) host.addEventListener(sign, () => void ((this.#panel || this.#waiting.length) && this.#tell((panel) => panel[action]())));
    for (const sign of ["pointerenter", "focusin"]) drawn?.addEventListener(sign, () => open(), {passive: true});
  }

  async #load() {
    const say = teller(this.#details);
    const loaded = await awaited(part("timeline-panel.js", "timeline-panel.css"), (...words) => {
      if (this.#wanted) say(...words);
    });
    if (!loaded) return (this.#panel = null); // the next sign of interest loads it again
    if (!this.#details.isConnected) this.host.append(/** @type {Element} */ (this.#details.parentElement));
    return new loaded.TimelinePanel(this.host, this.source);
  }

  /**
   * Has something done by the panel, which is loaded for it. Settles when it is done, or the panel can't be loaded.
   * @param {Action} action @param {boolean} [wanted] whether a reader waits for it, and is told if it can't be done
   */
  ask(action, wanted = true) {
    this.#wanted ||= wanted;
    this.#panel ??= this.#load();
    return this.#tell(action);
  }

  /** Has something done by the panel once it is there. @param {Action} action */
  async #tell(action) {
    this.#waiting.push(action);
    await this.#panel;
    return (this.#last = this.#last.then(() => this.#work()).catch(console.warn));
  }

  async #work() {
    const panel = await this.#panel;
    while (panel && this.#waiting.length) await this.#waiting.shift()?.(panel);
  }

  /** Starts a run, whose events are wanted only while the panel is open. @returns {boolean} whether they are wanted */
  expect() {
    const isOpen = this.#details.open;
    this.#waiting.length = 0; // of an earlier run
    if (isOpen || this.#panel) void this.ask((panel) => panel.expect(isOpen), isOpen);
    return isOpen;
  }

  /** Adds events of the run as they arrive. @param {string} lines */
  addLines(lines) {
    return this.#tell((panel) => panel.addLines(lines));
  }

  /** Opens the panel, so that the next run is recorded. */
  unfold() {
    this.#details.open = true;
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
