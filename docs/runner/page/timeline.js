// @ts-check
/** A stand-in for a program's timeline: the code that draws it is loaded when a reader opens it or a run has events. */
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
    const open = () => void this.#ask((panel) => panel.open());
    const section = host.querySelector(":scope > .timeline");
    if (!section && runnable) host.append(empty(open));
    host.addEventListener("finished", () => this.end());
    host.addEventListener("resumed", () => this.goOn());
    for (const sign of ["pointerenter", "focusin"]) section?.addEventListener(sign, open, {passive: true});
  }

  async #load() {
    try {
      const {TimelinePanel} = await part(new URL("./timeline-panel.js", import.meta.url));
      if (!this.host.querySelector(":scope > .timeline")) this.host.append(empty());
      return new TimelinePanel(this.host, this.source);
    } catch (error) {
      this.#panel = null; // the next attempt loads it again
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

  /** The handlers for a run that begins now (session.js). */
  handlers() {
    this.host.querySelector(":scope > .snippet-deadlock")?.remove();
    return {
      records: () => this.expect(),
      onEvents: (/** @type {string} */ lines) => void this.addLines(lines),
      onDeadlock: (/** @type {import("../timeline/deadlock.js").Stuck[]} */ agents) => void this.#ask((panel) => panel.showDeadlock(agents)),
      onTurn: (/** @type {import("../timeline/now.js").Turn} */ turn) => void this.#ask((panel) => panel.pauseBefore(turn)),
    };
  }

  /** Prepares for a run. @returns {boolean} whether to record its events: only while the panel is open */
  expect() {
    const isOpen = this.host.querySelector(":scope > .timeline > details")?.matches("[open]") ?? false;
    if (isOpen || this.#panel) void this.#ask((panel) => panel.expect(isOpen));
    return isOpen;
  }

  /** Shows that the program runs again. */
  goOn() {
    if (this.#panel) void this.#ask((panel) => panel.goOn());
  }

  /** Opens the panel, so that the next run is recorded. */
  unfold() {
    this.host.querySelector(":scope > .timeline > details")?.setAttribute("open", "");
  }

  /** Adds events of the run as they arrive. @param {string} lines */
  addLines(lines) {
    return this.#ask((panel) => panel.addLines(lines));
  }

  /** Ends the run, however it ended. */
  end() {
    if (this.#panel) void this.#ask((panel) => panel.end());
  }

  /** Clears the view: a run begins. */
  clear() {
    return this.#ask((panel) => panel.clear());
  }

  /** Adds events of the run, in order (../interleave/trace/schema.json). @param {Iterable<import("../timeline/types.js").Event>} events */
  add(events) {
    return this.#ask((panel) => panel.add(events));
  }

  /** Marks where the shown run goes wrong: at these switches. @param {import("../shared/schedules.js").Switch[]} switches */
  goesWrong(switches) {
    return this.#ask((panel) => panel.goesWrong(switches));
  }

  /** What is drawn, once the recorded run has loaded; null if it can't be loaded. */
  async scene() {
    /** @type {import("../timeline/drawing.js").Scene | null} */
    let scene = null;
    await this.#ask(async (panel) => {
      await panel.open();
      scene = panel.scene;
    });
    return /** @type {import("../timeline/drawing.js").Scene | null} */ (scene);
  }

  /** Shows the run up to a turn, counted from 0; -1: all of it. @param {number} step */
  show(step) {
    return this.#ask((panel) => panel.show(step));
  }
}

/** A closed panel without a drawing: the program's run is recorded only while the panel is open. @param {() => void} [open] called when it is opened */
function empty(open) {
  const section = document.createElement("section");
  section.className = "timeline";
  const details = document.createElement("details");
  const title = document.createElement("summary");
  const small = document.createElement("small");
  small.textContent = "of the next run, while this is open";
  title.append("Timeline ", small);
  details.append(title);
  if (open) details.addEventListener("toggle", open);
  section.append(details);
  return section;
}
