// @ts-check
/**
 * What runs and edits the program of an element (element.js): its editor, its output, what is kept of a reader's text.
 *
 * @typedef {HTMLElement & {playground: boolean, stop(): void, write(text: string): void, endInput(): void, withRun(ask: (run: Run) => void): void,
 *   timeline: import("./timeline.js").Timeline | null}} Host the element
 * @typedef {import("./session.js").Run} Run @typedef {import("./pending-run.js").PendingRun} PendingRun @typedef {import("./toolbar.js").Toolbar} Toolbar
 * @typedef {{run(): void, isRunning(run?: PendingRun): boolean}} Reader `run`: starts the program by a key; `isRunning`: whether a run goes on, or this one
 */
import {Attention, reveal} from "./attention.js";
import * as drafts from "./drafts.js";
import * as editors from "./editor.js";
import {FormerOutput, titleOutput} from "./former-output.js";
import {note, noteUnkept} from "./notes.js";
import {OutputView} from "./output-view.js";
import {ProgramClock} from "./program-clock.js";
import {recall} from "./recall.js";
import {loadProgram, start} from "./session.js";
import {showLine} from "./shown-line.js";
import {warm} from "./spare.js";
import {stage} from "./status.js";
import * as takeaway from "./takeaway.js";
import {follow} from "./timeline-run.js";

/** The events of the element, by the messages of a search that they come from. @type {Record<string, string>} */
const EVENTS = {
  outcome: "schedule-outcome",
  explored: "schedule-progress",
  choice: "schedule-choice",
  rewound: "schedule-rewound",
  explorationEnded: "exploration-ended",
};

/** A run as the page shows it. @typedef {{view: OutputView, former: FormerOutput, show(): void, before: {output: OutputView | null, printedBy: string}}} Shown */

export class Program {
  /** @type {OutputView | null} */
  output = null;
  /** @type {import("./editor.js").Editor | null} */
  editor = null;
  #published;
  #key;
  /** @type {HTMLElement | null} */
  #code;
  /** @type {Promise<void> | null} */
  #opening = null;
  /** The recorded output, while that of a run replaces it. @type {Element | null} */
  #recorded = null;
  /** The source whose output is shown. */
  #printedBy;
  /** The packages that the program imports, as far as known. @type {string[]} */
  #packages;
  /** Where the reader who started the program by hand is now. @type {Attention | null} */
  #attention = null;
  /** @type {Map<PendingRun, Shown>} */
  #shown = new Map();

  /**
   * @param {Host} host @param {Toolbar} toolbar @param {Reader} reader
   * @param {{published: string, source: string, clock: import("../shared/clocks.js").Kind}} text `published`: the page's own
   */
  constructor(host, toolbar, reader, {published, source, clock}) {
    this.host = host;
    this.toolbar = toolbar;
    this.reader = reader;
    this.name = host.dataset.name || "playground.py";
    this.#published = this.#printedBy = published;
    /** The program's text: the page's own, or what the reader made of it. */
    this.source = published;
    this.#key = drafts.key(host.dataset.snippet);
    this.#packages = host.dataset.packages?.split(" ") ?? [];
    this.#code = host.querySelector(".highlight");
    this.clock = new ProgramClock(host, toolbar, clock);
    if (source !== published) this.#become(source);
  }

  /** The reader's version of the program; null if it is unchanged. */
  get #edited() {
    return this.source === this.#published ? null : this.source;
  }

  /** Boots an interpreter ahead of Run. */
  warm() {
    warm(recall(this.#edited) ?? this.#packages);
  }

  /** A reader starts the program. @param {Element | null} origin where the focus was @param {boolean} keyboard whether with a key: then what it prints may be out of sight */
  attend(origin, keyboard) {
    this.#attention?.end();
    this.#attention = new Attention(origin, (target) => this.#owns(target));
    const output = this.host.querySelector(":scope > :is(.snippet-output, .snippet-transcript)");
    if (keyboard && output && this.#attention.held) reveal(output);
  }

  /** Whether something is a part of what the element adds for running; its editor isn't. @param {Node | null} node */
  #owns(node) {
    return this.toolbar.element.contains(node) || Boolean(this.output?.element.contains(node));
  }

  /** A run begins or ends: who types in the input field goes on where they came from. @param {boolean} running */
  leaveInput(running) {
    if (!this.output?.input.element.contains(document.activeElement)) return;
    const origin = this.#attention?.origin;
    if (!running && origin instanceof HTMLElement && this.editor?.element.contains(origin)) origin.focus({preventScroll: true});
    else this.toolbar.focus(running);
  }

  /** @param {PendingRun} pending @param {string} source @param {import("../shared/schedules.js").Exploration | null} exploration the schedules to run it under @returns {Run} */
  start(pending, source, exploration) {
    const {host, name, toolbar, reader} = this;
    const before = {output: this.output, printedBy: this.#printedBy};
    const former = new FormerOutput(host);
    const view = (this.output = new OutputView(name, {
      onLine: (line) => this.#showLine(line),
      onText: (text) => host.write(text),
      onEnd: () => host.endInput(),
    }));
    const show = () => {
      if (this.output === view && former.giveWayTo(view.element)) this.#titleOutput();
    };
    this.#shown.set(pending, {view, former, show, before});
    this.#recorded ??= host.querySelector(".snippet-transcript");
    this.#printedBy = source;
    if (!former.element) show();
    const program = loadProgram(name, source, JSON.parse(host.dataset.files ?? "{}"));
    const known = recall(source === this.#published ? null : source) ?? this.#packages;
    const run = start(program, known, {
      onState: (state, detail, progress) => {
        if (reader.isRunning(pending) || !reader.isRunning()) toolbar.setStatus(...stage(state, detail, progress));
      },
      onOutput: (chunk) => {
        show();
        view.append(chunk);
        host.dispatchEvent(new CustomEvent("output", {detail: chunk, bubbles: true}));
      },
      ...follow(/** @type {import("./timeline.js").Timeline} */ (host.timeline), () => this.output === view),
      onPaused: (paused) => this.clock.showPaused(paused),
      onExploration: ({type, ...detail}) => {
        if (type === "rewound") view.clear();
        host.dispatchEvent(new CustomEvent(EVENTS[type], {detail, bubbles: true}));
      },
      onReading: () => {
        show();
        view.ask(Boolean(this.#attention?.held || this.#owns(document.activeElement)));
        host.dispatchEvent(new CustomEvent("reading", {bubbles: true}));
      },
    }, exploration);
    run.setClock(this.clock.kind);
    return run;
  }

  /** A run is over, whether or not anything of it was started. @param {PendingRun} pending */
  end(pending) {
    const shown = this.#shown.get(pending);
    if (!shown) return;
    this.#packages = pending.run?.packages ?? this.#packages;
    const {view, former, show, before} = shown;
    view.render();
    if (pending.run?.startedAt) show();
    else if (this.reader.isRunning(pending) && former.element) {
      former.stay();
      if (this.output === view) ({output: this.output, printedBy: this.#printedBy} = before);
      this.#titleOutput();
    }
  }

  /** @param {PendingRun} pending which has ended */
  forget(pending) {
    this.#shown.get(pending)?.view.input.hide();
    this.#shown.delete(pending);
  }

  /** Shows what was typed. @param {string} text */
  echo(text) {
    this.output?.append({stream: "stdin", text});
  }

  /** The title says which program's output it is: a reader may have changed the text since. */
  #titleOutput() {
    titleOutput(this.host, {isRecorded: !this.output, isOfThis: this.#printedBy === this.source});
  }

  // Editing

  /** Another text, from elsewhere than the editor. @param {string} text */
  replace(text) {
    this.#edit(text);
    if (this.editor && this.editor.getText() !== this.source) this.editor.setText(this.source);
    else if (!this.editor && !this.host.playground) void this.open();
  }

  /** Keeps a reader's text until Reset. @param {string} text */
  #edit(text) {
    if (text === this.source) return;
    this.#become(text);
    const unsaved = !drafts.save(this.#key, {source: text, published: this.#published}) && text !== this.#published;
    this.host.toggleAttribute("data-unsaved", unsaved); // before a reload, docs/offline/ asks
    if (unsaved) noteUnkept(this.host, this.toolbar.element);
  }

  /** @param {string} text */
  #become(text) {
    this.source = text;
    const edited = text !== this.#published;
    this.toolbar.showEdited(edited && !this.host.playground);
    this.host.toggleAttribute("data-edited", edited);
    this.#titleOutput();
    this.host.dispatchEvent(new Event("edited"));
  }

  /** A reader's text of another visit is shown again. @param {import("./drafts.js").Draft} draft */
  restored({published}) {
    if (published !== this.#published) note(this.toolbar.element, "The page's own program has changed since you edited it. Reset shows the new one.");
    void this.open();
  }

  /** Restores the page's own text and output; undo brings the reader's text back. */
  reset() {
    this.#edit(this.#published);
    this.editor?.setText(this.#published);
    if (this.#printedBy !== this.#published) {
      this.host.stop();
      this.output?.element.remove();
      this.output = null;
      if (this.#recorded) this.host.insertBefore(this.#recorded, this.host.querySelector(":scope > .timeline"));
      this.#printedBy = this.#published;
      this.#titleOutput();
      const {timeline} = this.host;
      if (this.host.querySelector(":scope > .snippet-deadlock, .timeline-controls")) void timeline?.ask((panel) => panel.reset(), false);
      this.host.dispatchEvent(new Event("reset"));
    }
    this.toolbar.setStatus(this.editor ? "reset (undo with Ctrl+Z)" : "reset");
  }

  /** Settles once the editor is open that was asked for; at once if there was none. */
  get opened() {
    return this.#opening;
  }

  /**
   * Opens the editor. @param {Element | null} [origin] where a reader who wants to write was; the editor gets the focus unless they have
   *   gone somewhere else while it was loading @returns {Promise<boolean>} whether it has the focus
   */
  async open(origin) {
    if (this.host.dataset.needs && !this.host.playground) return false;
    this.#opening ??= this.#createEditor();
    await this.#opening;
    if (origin === undefined || ![origin, document.body].includes(document.activeElement)) return false;
    this.editor?.focus();
    return true;
  }

  async #createEditor() {
    const editor = await editors.create({
      text: this.source,
      label: `Editor of ${this.name}`,
      onChange: (text) => this.#edit(text),
      onRun: () => this.reader.run(),
      onEscape: () => {
        const running = this.reader.isRunning();
        this.host.stop();
        return running;
      },
    });
    this.editor = editor;
    this.host.addEventListener("marked", (event) => editor.markLines(/** @type {CustomEvent} */ (event).detail));
    if (editor.getText() !== this.source) editor.setText(this.source);
    this.#code?.setAttribute("hidden", "");
    this.host.insertBefore(editor.element, this.toolbar.element);
    this.toolbar.buttons.edit.hidden = true;
    this.toolbar.keepTabStop();
  }

  /** Opens the editor of the playground, with the program of the page's link if there is one. */
  openPlayground() {
    this.#opening = this.#follow().then(() => this.#createEditor());
  }

  async #follow() {
    const own = {key: this.#key, published: this.#published, source: this.source};
    await takeaway.follow(this.host, this.toolbar.element, () => {
      if (this.#key === own.key) own.source = this.source;
      return own;
    }, ({key, published, source}) => {
      [this.#key, this.#published] = [key, published];
      this.editor?.setText(source);
      this.#become(source);
    });
  }

  /** @param {number} line */
  #showLine(line) {
    if (!this.editor && showLine(this.host, this.#code, line)) return;
    void this.open(document.activeElement).then((here) => here && this.editor?.showLine(line));
  }
}
