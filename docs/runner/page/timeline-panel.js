// @ts-check
/**
 * The panel "Timeline" of a program: first the page's own drawing; when a reader opens it, an interactive view of the recorded run, or of the run
 * in progress.
 *
 * @typedef {import("../timeline/types.js").Block} Block
 * @typedef {import("../timeline/types.js").Event} Event
 */
import {legend, table} from "../timeline/markup.js";
import {remarks, rows, summary} from "../timeline/table.js";
import {counted} from "../timeline/words.js";
import {explanation} from "./deadlock.js";
import {make} from "./elements.js";
import {parse} from "./events.js";
import {text} from "./receiving.js";
import {mark} from "./source-marks.js";
import {Steps} from "./steps.js";
import {TimelineHighlights} from "./timeline-highlights.js";
import {TimelineView} from "./timeline-view.js";

/** The most turns that the table lists. */
const MOST_ROWS = 500;
/** The most remarks below a drawing. */
const MOST_NOTES = 5;

export class TimelinePanel {
  /** Loading the recorded run, once requested. @type {Promise<void> | null} */
  #opening = null;
  /** @type {TimelineView | null} */
  #view = null;
  /** @type {HTMLInputElement | null} */
  #scrubber = null;
  /** What is said of the shown turn, over the legend. @type {HTMLElement | null} */
  #said = null;
  /** @type {HTMLElement | null} */
  #controls = null;
  /** Whether the next events begin a new run, and whether a run of this page is shown. */
  #expects = false;
  #live = false;
  #isDrawn = false;

  /** @param {HTMLElement} host the program's element @param {() => string} source its text now */
  constructor(host, source) {
    this.host = host;
    this.source = source;
    this.section = /** @type {HTMLElement} */ (host.querySelector(":scope > .timeline"));
    /** Whether the page has a drawing, and so a run of its own. */
    this.#isDrawn = this.section.querySelector(".timeline-scroll") !== null;
    this.highlights = new TimelineHighlights(host);
    this.steps = new Steps(() => /** @type {HTMLElement & {step(): void}} */ (host).step());
    this.section.querySelector("summary")?.after(this.steps.element);
  }

  /** Replaces the page's drawing by an interactive one, unless the run can't be loaded: then the next time tries again. */
  open() {
    this.#opening ??= this.#load();
    return this.#opening;
  }

  async #load() {
    const still = this.section.querySelector(".timeline-scroll");
    const focused = document.activeElement === still;
    let run;
    try {
      run = await this.#recorded();
    } catch {
      if (!this.#view) this.#opening = null;
      return; // the page's own drawing stays
    }
    if (!still || !run || this.#view) return; // no drawing, or a run has begun meanwhile
    const view = this.#show(still);
    const {scrollLeft} = still;
    view.clear((this.host.dataset.source ?? "").split("\n"));
    // The page's own legend explains what is out of view, too.
    for (const {className} of this.section.querySelectorAll(".timeline-legend i")) view.signs.add(className.replace("k-", ""));
    view.add(run);
    view.render();
    view.element.scrollLeft = scrollLeft;
    if (focused) view.element.focus({preventScroll: true});
  }

  /** The events of the page's own run; null if it has none. Raises LoadError. @returns {Promise<Event[] | null>} */
  async #recorded() {
    const address = this.host.dataset.snippet?.replace(/\.py$/, ".trace.jsonl");
    if (!address || !this.#isDrawn) return null;
    return parse(await text(new URL(address, document.baseURI).href));
  }

  /** Shows the page's own run again, if it has one: the reader's text is gone. */
  async reset() {
    this.host.querySelector(":scope > .snippet-deadlock")?.remove();
    if (!this.#live) return;
    this.clear();
    this.#live = false;
    const run = await this.#recorded().catch(() => null);
    if (!run || this.#live) return; // it can't be loaded, or another run has begun meanwhile
    this.#view?.add(run);
    this.#view?.render();
  }

  /** What the view draws, if there is one. */
  get scene() {
    this.#view?.render();
    return this.#view?.scene ?? null;
  }

  /** Clears the view: a run begins. */
  clear() {
    const view = this.#view ?? this.#show(this.section.querySelector(".timeline-scroll") ?? null);
    this.#opening = Promise.resolve();
    this.#expects = false;
    this.#live = true;
    this.#controls?.toggleAttribute("data-used", true);
    for (const note of this.section.querySelectorAll(".timeline-note, .timeline-strips, .timeline-kept") ?? []) note.remove();
    view.clear(this.source().split("\n"));
  }

  /** Prepares for a run. @param {boolean} records whether its events are recorded */
  expect(records) {
    this.#expects = records;
    const small = this.section.querySelector("summary small");
    if (small && this.#live && !records) small.textContent = "of an earlier run: run the program again while this is open";
  }

  /** @param {string} lines events of the run, as its program sent them */
  addLines(lines) {
    if (this.#expects) this.clear();
    this.add(parse(lines));
  }

  /** Marks where the shown run goes wrong. @param {import("../shared/schedules.js").Switch[]} switches in their order */
  goesWrong(switches) {
    const blocks = this.#view?.model.blocks ?? [];
    /** @type {Block[]} */
    const found = [];
    for (const {change, line} of switches) {
      const after = found.at(-1)?.index ?? -1;
      // "the main thread before worker 1"
      const name = change.replace(/^the /, "").split(" before ")[0];
      const next = blocks.filter(({index, lane}) => index > after && lane.name === name);
      // The line is the one at which the earlier block was interrupted.
      const block = next.find(({index}) => blocks[index - 1]?.line === line) ?? next[0];
      if (block) found.push(block);
    }
    this.#view?.flag(found);
  }

  /** Explains a deadlock. @param {import("../timeline/deadlock.js").Stuck[]} agents */
  showDeadlock(agents) {
    this.host.querySelector(":scope > .snippet-deadlock")?.remove();
    this.section.before(explanation(agents));
  }

  /** Shows that the program is paused before a turn. @param {import("../timeline/now.js").Turn} turn */
  pauseBefore(turn) {
    this.#view?.render();
    this.steps.show(turn, this.source().split("\n"), this.#view?.model ?? null);
    mark(this.host, "next", [turn.line]);
  }

  /** Shows that the program runs again. */
  goOn() {
    this.steps.clear();
    mark(this.host, "next", []);
  }

  /** Ends the run, whether or not its program reported its end. */
  end() {
    this.goOn();
    this.#expects = false;
    const {model} = this.#view ?? {};
    const last = model?.points.at(-1);
    if (last && this.#live && !model?.ended) this.add([{time: last.time, process: 1, thread: 1, event: "program_ended"}]);
    if (model && this.#live) this.#remark(model);
  }

  /** Remarks on blocks that held up others, and on what isn't shown. @param {import("../timeline/model.js").Model} model */
  #remark(model) {
    for (const former of this.section.querySelectorAll(".timeline-note")) former.remove();
    const texts = [...remarks(model), ...(model.missing ? [`${counted(model.missing, "event")} after these were not kept.`] : [])];
    const notes = texts.slice(0, MOST_NOTES).map((text) => {
      const note = document.createElement("p");
      note.className = "timeline-note";
      note.textContent = text;
      return note;
    });
    this.#said?.parentElement?.before(...notes);
  }

  /** Adds events of the run, in order (../interleave/trace/schema.json). @param {Iterable<Event>} events */
  add(events) {
    if (!this.#view) this.clear();
    this.#view?.add(events);
  }

  /** Shows the run up to a turn, counted from 0; -1: all of it. @param {number} step */
  show(step) {
    this.#view?.show(step);
  }

  /** @param {Element | null} still the page's own drawing @returns {TimelineView} */
  #show(still) {
    const view = this.#view = new TimelineView(this.host.dataset.title || "program", (block) => this.#point(block));
    const details = this.section.querySelector("details");
    if (still) {
      still.after(view.element);
      still.className = "timeline-kept"; // printed pages show it, in strips
      still.removeAttribute("tabindex");
    } else details?.append(view.element);
    if (!this.section.querySelector(".timeline-table")) details?.insertAdjacentHTML("beforeend", table([], view.title));
    const known = this.section.querySelector(".timeline-legend");
    const said = this.#said = make("output", "");
    const words = make("div", "timeline-words");
    const controls = this.#controls = this.#makeControls(view);
    if (known) known.before(words);
    else this.section.querySelector(".timeline-table")?.before(words);
    words.append(...(known ? [known] : []), said);
    this.section.querySelector(".timeline-table")?.before(controls);
    // On a phone, they have a row of their own, which doesn't come before a tap or the focus.
    for (const sign of ["focusin", "click"]) view.element.addEventListener(sign, () => controls.toggleAttribute("data-used", true));
    view.element.addEventListener("signs", () => this.#explain(view));
    view.element.addEventListener("changed", () => this.#changed(view));
    view.element.addEventListener("step", () => this.#stepped(view));
    this.section.querySelector(".timeline-table")?.addEventListener("toggle", () => this.#changed(view));
    this.highlights.follow((line) => (line ? view.markLine(line) : view.mark(view.blocks[view.at] ?? null)));
    return view;
  }

  /** @param {TimelineView} view */
  #makeControls(view) {
    const controls = document.createElement("div");
    controls.className = "timeline-controls";
    const scrubber = this.#scrubber = document.createElement("input");
    scrubber.type = "range";
    scrubber.min = "0";
    scrubber.setAttribute("aria-label", "Replay, turn by turn");
    scrubber.addEventListener("input", () => view.show(Number(scrubber.value) >= Number(scrubber.max) ? -1 : Number(scrubber.value)));
    const button = (/** @type {string} */ text, /** @type {string} */ title, /** @type {(pressed: HTMLButtonElement) => void} */ press) => {
      const element = document.createElement("button");
      element.type = "button";
      element.className = "snippet-button";
      element.textContent = text;
      element.title = title;
      element.addEventListener("click", () => press(element));
      return element;
    };
    const toScale = button("To scale", "A pixel is a duration, instead of one block per turn", (pressed) => {
      const on = pressed.getAttribute("aria-pressed") !== "true";
      view.scale(on ? view.fitting() : 0);
    });
    view.element.addEventListener("scaled", () => toScale.setAttribute("aria-pressed", String(view.perSecond > 0)));
    controls.append(
      scrubber, toScale,
      button("−", "Zoom out: −, two fingers, or Ctrl and the wheel", () => view.zoom(1 / 1.5)),
      button("+", "Zoom in: +, two fingers, or Ctrl and the wheel", () => view.zoom(1.5)),
    );
    return controls;
  }

  /** Explains the signs in the drawing. @param {TimelineView} view */
  #explain(view) {
    this.section.querySelector(".timeline-legend")?.remove();
    this.#said?.insertAdjacentHTML("beforebegin", legend(view.signs));
  }

  /** @param {TimelineView} view */
  #changed(view) {
    const small = this.section.querySelector("summary small");
    if (small) small.textContent = summary(view.model);
    if (this.#scrubber) {
      this.#scrubber.max = String(view.blocks.length);
      if (view.at === -1) this.#scrubber.value = this.#scrubber.max;
    }
    const table = this.section.querySelector(".timeline-table");
    if (!(table instanceof HTMLDetailsElement) || !table.open) return;
    table.querySelector("tbody")?.replaceChildren(...rows(view.scene, 0, MOST_ROWS).map((row) => {
      const element = document.createElement("tr");
      element.append(...Object.values({time: row.time, who: row.who, why: row.why, does: row.does, then: row.then}).map((text) => {
        const cell = document.createElement("td");
        cell.textContent = text;
        return cell;
      }));
      return element;
    }));
  }

  /** @param {TimelineView} view */
  #stepped(view) {
    if (this.#scrubber) this.#scrubber.value = String(view.at === -1 ? view.blocks.length : view.at);
    const [row] = view.at === -1 ? [] : rows(view.scene, view.at, 1);
    if (this.#said) this.#said.textContent = row ? [`${row.time}, ${row.who}`, row.why, row.does, row.then].filter(Boolean).join(" · ") : "";
  }

  /** Handles a reader's pointing at a block. @param {Block | null} block */
  #point(block) {
    this.highlights.show(block, this.#view?.model.prints ?? []);
  }
}
