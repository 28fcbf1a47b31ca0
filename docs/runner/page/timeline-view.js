// @ts-check
/**
 * An interactive timeline. Only the part in view is drawn, so that a run of ten thousand events scrolls as smoothly as a short one.
 *
 * @typedef {import("../timeline/types.js").Block} Block
 * @typedef {import("../timeline/types.js").Event} Event
 * @typedef {import("../timeline/drawing.js").Scene} Scene
 */
import {zoomByGestures} from "./timeline-gestures.js";
import {columns, height, middle, nameWidth, names, width} from "../timeline/drawing.js";
import {signs} from "../timeline/markup.js";
import {place} from "../timeline/layout.js";
import {Model} from "../timeline/model.js";
import {read} from "../timeline/reading.js";

const SVG = "http://www.w3.org/2000/svg";
/** The margin around the view that is drawn as well; pixels. */
const AROUND = 300;
/** How much is seen above and below the middle of a lane; pixels. */
const BESIDE = 23;
const MOST_LANES = 60;
const FASTEST = 100_000;
const SLOWEST = 5;
/** Drawing new events takes at most this share of the time, so that the page stays responsive; a drawing waits at most this many milliseconds. */
const SHARE = 1 / 5;
const LATEST = 250;

export class TimelineView {
  /**
   * @param {string} title the program's
   * @param {(block: Block | null) => void} onBlock called when a reader points at a block, or no longer at any
   */
  constructor(title, onBlock) {
    this.title = title;
    this.onBlock = onBlock;
    this.element = document.createElement("div");
    this.element.className = "timeline-scroll";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "region");
    this.element.setAttribute("aria-label", `Timeline: ${title}. Arrow keys go from turn to turn`);
    this.names = document.createElementNS(SVG, "svg");
    this.names.setAttribute("class", "timeline-names");
    this.columns = document.createElementNS(SVG, "svg");
    this.columns.setAttribute("class", "timeline-columns");
    for (const part of [this.names, this.columns]) part.setAttribute("aria-hidden", "true");
    // As wide as the whole run; the drawing in it is only as wide as the view, because a browser keeps its pixels in memory.
    this.space = document.createElement("div");
    this.space.className = "timeline-space";
    this.space.append(this.columns);
    this.element.append(this.names, this.space);
    /** @type {string[]} */
    this.lines = [];
    this.perSecond = 0;
    this.frame = 0;
    this.timer = 0;
    /** When the drawing was last redone, and how long that took; milliseconds. */
    this.drawnAt = -Infinity;
    this.took = 0;
    this.drawn = [0, 0];
    /** The signs drawn so far, as named in ../timeline/markup.js. @type {Set<string>} */
    this.signs = new Set();
    /** Where the run goes wrong. @type {Block[]} */
    this.flagged = [];
    /** The index of the shown block in `blocks`. */
    this.at = -1;
    this.model = new Model({mostLanes: MOST_LANES});
    /** @type {Block[]} */
    this.blocks = [];
    /** @type {Scene} */
    this.scene = {model: this.model, layout: place(this.model, []), lanes: [], lines: []};
    this.element.addEventListener("scroll", () => this.#later(), {passive: true});
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.columns.addEventListener("pointerover", ({target}) => this.#point(target));
    this.columns.addEventListener("pointerleave", () => this.onBlock(this.blocks[this.at] ?? null));
    this.columns.addEventListener("click", ({target}) => this.show(this.blocks.findIndex((block) => block === this.#blockAt(target))));
    zoomByGestures(this);
    new ResizeObserver(() => this.#later()).observe(this.element);
  }

  /** Starts an empty timeline. @param {string[]} lines of the program that will run */
  clear(lines) {
    this.lines = lines;
    this.at = -1;
    this.flagged = [];
    this.signs.clear();
    this.model = new Model({mostLanes: MOST_LANES});
    this.element.scrollLeft = 0;
    this.#changed = true;
    this.#later();
  }

  #changed = false;

  /** Adds events, which are drawn with the next frame. @param {Iterable<Event>} events */
  add(events) {
    read(this.model, events);
    this.#changed = true;
    const rest = this.drawnAt + Math.min(LATEST, this.took * (1 / SHARE - 1)) - performance.now();
    if (rest <= 0) this.#later();
    else this.timer ||= window.setTimeout(() => this.#later(), rest);
  }

  /** Shows the run up to a turn; a number beyond the last shows all of it. @param {number} step counted from 0 */
  show(step) {
    this.render();
    this.at = step < 0 || step >= this.blocks.length ? -1 : step;
    const block = this.blocks[this.at];
    if (block) this.#reveal(block);
    this.drawn = [0, 0];
    this.onBlock(block ?? null);
    this.render();
    this.element.dispatchEvent(new CustomEvent("step", {detail: this.at}));
  }

  /**
   * Draws to scale. What was at `from` is then at `to`, pixels from the left edge of the view; by default, its middle stays.
   * @param {number} perSecond pixels per second; 0: by step
   */
  scale(perSecond, from = this.element.clientWidth / 2, to = from) {
    const before = this.perSecond;
    const part = (this.element.scrollLeft + from) / Math.max(1, this.scene.layout.width);
    this.perSecond = perSecond && Math.min(FASTEST, Math.max(SLOWEST, perSecond));
    this.#arrange();
    if (before || perSecond) this.element.scrollLeft = part * this.scene.layout.width - to;
    this.render();
    this.element.dispatchEvent(new CustomEvent("scaled"));
  }

  /** Zooms, to scale. @param {number} factor @param {[from?: number, to?: number]} places as for `scale` */
  zoom(factor, ...places) {
    this.scale((this.perSecond || this.fitting()) * factor, ...places);
  }

  /** The scale at which the whole run fits in view; pixels per second. */
  fitting() {
    const {points} = this.model;
    const seconds = ((points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0)) / 1e6;
    return seconds ? Math.max(SLOWEST, (this.element.clientWidth - this.names.clientWidth - 60) / seconds) : 1000;
  }

  #later() {
    this.frame ||= requestAnimationFrame(() => this.render());
  }

  /** Lays out new events, or all of them at another scale. */
  #arrange() {
    const {element, model} = this;
    const changed = this.#changed;
    if (!changed && this.scene.layout.perSecond === this.perSecond) return;
    this.#changed = false;
    const end = element.scrollLeft + element.clientWidth >= element.scrollWidth - 40;
    const before = height(this.scene);
    this.scene = {model, layout: place(model, this.lines, this.perSecond), lanes: changed ? model.lanes.shown() : this.scene.lanes, lines: this.lines};
    const high = height(this.scene);
    this.space.style.width = `${width(this.scene)}px`;
    if (changed || high !== before) {
      this.names.setAttribute("width", String(nameWidth(this.scene)));
      for (const {style} of [this.names, this.space]) style.height = `${high}px`;
      for (const part of [this.names, this.columns]) part.setAttribute("height", String(high));
      this.names.innerHTML = names(this.scene);
    }
    if (changed) this.blocks = model.blocks.filter(({hidden, lane}) => !hidden && lane.row >= 0);
    this.drawn = [0, 0];
    if (end && !model.ended) this.#follow(); // a view scrolled to the end follows it
    if (changed) element.dispatchEvent(new CustomEvent("changed"));
  }

  /** Draws the part in view. */
  render() {
    cancelAnimationFrame(this.frame);
    window.clearTimeout(this.timer);
    this.frame = this.timer = 0;
    const {element} = this;
    const started = performance.now();
    this.#arrange();
    const from = element.scrollLeft;
    const to = from + element.clientWidth;
    if (from >= this.drawn[0] && to <= this.drawn[1]) return;
    this.drawn = [Math.max(0, from - AROUND), to + AROUND];
    const [left, right] = this.drawn;
    this.columns.setAttribute("width", String(right - left));
    this.columns.setAttribute("viewBox", `${left} 0 ${right - left} ${height(this.scene)}`);
    this.columns.style.left = `${left}px`;
    const drawing = columns(this.scene, ...this.drawn);
    this.columns.innerHTML = drawing + this.#flags() + this.#veil();
    this.#meet(signs(drawing));
    this.mark(this.blocks[this.at] ?? null);
    this.drawnAt = performance.now();
    this.took = this.drawnAt - started;
  }

  /** Announces signs that are drawn for the first time. @param {string[]} found */
  #meet(found) {
    if (found.every((sign) => this.signs.has(sign))) return;
    for (const sign of found) this.signs.add(sign);
    this.element.dispatchEvent(new CustomEvent("signs"));
  }

  /** Marks where the run goes wrong: at the last of these blocks; the others lead to it. @param {Block[]} blocks */
  flag(blocks) {
    this.render();
    this.flagged = blocks;
    this.drawn = [0, 0];
    const last = blocks.at(-1);
    if (last) this.#reveal(last);
    this.render();
  }

  #flags() {
    const high = height(this.scene);
    const last = this.flagged.at(-1);
    const lines = this.flagged.map(({start: {x}}) => `<path class="z" d="M${x - 2} 12V${high}"/>`);
    return lines.join("") + (last ? `<text class="s z" x="${last.start.x - 2}" y="9">here it goes wrong</text>` : "");
  }

  /** Veils what comes after the shown turn. */
  #veil() {
    const block = this.blocks[this.at];
    if (!block) return "";
    const x = block.end?.x ?? this.scene.layout.width;
    return `<rect class="veil" x="${x + 1}" y="0" width="${Math.max(0, width(this.scene) - x)}" height="${height(this.scene)}"/>`;
  }

  /** Marks a block. @param {Block | null} block */
  mark(block) {
    for (const former of this.columns.querySelectorAll(".on")) former.classList.remove("on");
    if (block) this.columns.querySelector(`[data-block="${block.index}"]`)?.classList.add("on");
  }

  /** Marks the blocks that ended or printed at a line; returns how many are in view. @param {number} line */
  markLine(line) {
    this.mark(null);
    for (const group of this.columns.querySelectorAll("[data-block]")) {
      const block = this.#blockAt(group);
      const fits = block && !block.file && (block.line === line || block.prints.some((print) => print.line === line));
      if (fits) group.classList.add("on");
    }
  }

  /** @param {EventTarget | null} target @returns {Block | null} */
  #blockAt(target) {
    const group = target instanceof Element ? target.closest("[data-block]") : null;
    return group instanceof SVGElement ? this.model.blocks[Number(group.dataset.block)] ?? null : null;
  }

  /** @param {EventTarget | null} target */
  #point(target) {
    const block = this.#blockAt(target) ?? this.blocks[this.at] ?? null;
    this.mark(block);
    this.onBlock(block);
  }

  /** Scrolls to the last block. */
  #follow() {
    this.element.scrollLeft = this.element.scrollWidth;
    const last = this.blocks.at(-1);
    if (last) this.#revealLane(last);
  }

  /** Scrolls to a lane that is above or below what is in view: many lanes are higher than the drawing may be. @param {Block} block */
  #revealLane({lane}) {
    const {element} = this;
    const y = middle(lane);
    const within = y - BESIDE >= element.scrollTop && y + BESIDE <= element.scrollTop + element.clientHeight;
    if (!within) element.scrollTop = y - element.clientHeight / 2;
  }

  /** @param {Block} block */
  #reveal(block) {
    const {element} = this;
    this.#revealLane(block);
    const left = block.start.x;
    const room = element.clientWidth - this.names.clientWidth;
    const within = left >= element.scrollLeft && (block.end?.x ?? left) <= element.scrollLeft + room;
    if (!within) element.scrollLeft = Math.max(0, left - room / 3);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const last = this.blocks.length - 1;
    const to = {ArrowRight: Math.min(last, this.at + 1), ArrowLeft: this.at === -1 ? last : Math.max(0, this.at - 1), Home: 0, End: last, Escape: this.at === -1 ? undefined : -1}[event.key];
    if (to !== undefined) this.show(to);
    else if (event.key === "+" || event.key === "-") this.zoom(event.key === "+" ? 1.5 : 1 / 1.5);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
