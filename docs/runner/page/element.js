// @ts-check
/**
 * `<py-snippet>`: a program that the reader runs, edits and stops in place. Until the script runs, or without JavaScript, the element
 * holds what the build wrote for the fence: code, download link, recorded output.
 *
 * @typedef {import("./status.js").Result} Result
 */
import {Attention, keepFocus, reveal} from "./attention.js";
import * as drafts from "./drafts.js";
import * as editors from "./editor.js";
import {Explorable} from "./explorable.js";
import {FormerOutput, titleOutput} from "./former-output.js";
import * as interest from "./interest.js";
import {note, noteFailure, noteUnkept, noteUnsupported} from "./notes.js";
import {offerOrders} from "./orders.js";
import {PendingRun, warm} from "./pending-run.js";
import {ProgramClock} from "./program-clock.js";
import * as shortcuts from "./shortcuts.js";
import {showLine} from "./shown-line.js";
import {describe, stage} from "./status.js";
import {expectRunnable, supported} from "./support.js";
import * as takeaway from "./takeaway.js";
import {Timeline} from "./timeline.js";
import {Toolbar} from "./toolbar.js";

const PLAYGROUND_FILE = "playground.py";

export class PySnippet extends Explorable {
  #published = "";
  #source = "";
  #key = "";
  /** @type {Toolbar | null} */
  #toolbar = null;
  /** @type {HTMLElement | null} */
  #code = null;
  /** @type {import("./output-view.js").OutputView | null} */
  #output = null;
  /** @type {import("./editor.js").Editor | null} */
  #editor = null;
  /** @type {Promise<void> | null} */
  #opening = null;
  /** @type {PendingRun | null} */
  #run = null;
  /** Where the reader who started the program by hand is now. @type {Attention | null} */
  #attention = null;
  /** The recorded output, while that of a run replaces it. @type {Element | null} */
  #recorded = null;
  /** The source whose output is shown. */
  #printedBy = "";
  #clock = new ProgramClock(this, (use) => this.withRun(use));
  /** The panel "Timeline". @type {Timeline | null} */
  #timeline = null;
  /** The packages that the program imports, as far as known. @type {string[]} */
  #packages = [];

  /** The program's text: the page's own, or the reader's version. Setting it counts as an edit. */
  get source() {
    return this.#source;
  }

  set source(text) {
    this.#edit(String(text));
    if (this.#editor && this.#editor.getText() !== this.#source) this.#editor.setText(this.#source);
    else if (!this.#editor && this.#toolbar && !this.playground) void this.#open(false);
  }

  /** The program's clock: "real", a factor, or "instant", on which waiting takes no time. Setting another value raises RangeError. */
  get clock() {
    return this.#clock.kind;
  }

  set clock(kind) {
    this.#clock.choose(kind);
  }

  /** Whether the program is paused, and its clock with it. Setting this does nothing while no program runs. */
  get paused() {
    return this.#clock.paused;
  }

  set paused(paused) {
    this.#clock.setPaused(Boolean(paused));
  }

  /** Draws a run turn by turn: `clear()`, `add(events)`, `show(step)`. */
  get timeline() {
    return this.#timeline;
  }

  /** Whether this is the playground: an element without a program of its own. */
  get playground() {
    return !this.dataset.snippet;
  }

  connectedCallback() {
    if (this.#toolbar) return this.#listen(!this.dataset.needs && supported()); // moved, not new
    // Instant navigation may restore the element together with what a former instance added.
    for (const old of this.querySelectorAll(".snippet-toolbar, .snippet-output, .snippet-note, .snippet-share, .orders")) old.remove();
    this.#published = this.#source = this.#printedBy = this.dataset.source ?? "";
    this.#key = drafts.key(this.dataset.snippet);
    this.#packages = this.dataset.packages?.split(" ") ?? [];
    this.#code = this.querySelector(".highlight");
    const runnable = !this.dataset.needs && supported();
    const toolbar = (this.#toolbar = new Toolbar({runnable, playground: this.playground, title: this.dataset.title ?? ""}, {
      run: (keyboard) => this.#runByHand(keyboard),
      stop: () => this.stop(),
      terminate: () => this.terminate(),
      edit: () => void this.#open(true),
      reset: () => this.#reset(),
      copy: async () => toolbar.setStatus(await takeaway.copy(this.#source, "copied the whole program")),
      download: () => void takeaway.toggle("download", this, toolbar, this.#name()),
      share: () => void takeaway.toggle("share", this, toolbar, this.#name()),
    }));
    this.insertBefore(toolbar.element, this.#code?.nextSibling ?? this.firstChild);
    this.querySelector(".snippet-links")?.setAttribute("hidden", "");
    this.#titleOutput();
    if (!supported()) {
      noteUnsupported(this, toolbar.element);
    } else if (runnable) {
      interest.watch(this, toolbar.buttons.run, () => {
        warm(this.#packages, this.#edited);
        this.#clock.offer(toolbar);
      });
      for (const sign of ["pointerdown", "focusin"]) this.addEventListener(sign, () => shortcuts.use(this), {passive: true});
    }
    this.#timeline = new Timeline(this, () => this.#source, runnable);
    if (runnable) offerOrders(this);
    this.#listen(runnable);
    this.#restore();
    if (this.playground) void this.#openPlayground(toolbar);
  }

  disconnectedCallback() {
    // Moving an element disconnects it too: it is gone only if it stays disconnected.
    queueMicrotask(() => {
      if (this.isConnected) return;
      shortcuts.remove(this);
      if (this.#toolbar) interest.forget(this.#toolbar.buttons.run);
      this.stop();
    });
  }

  /** The reader's version of the program; null if it is unchanged. */
  get #edited() {
    return this.#source === this.#published ? null : this.#source;
  }

  /**
   * Runs the program. A program that still runs, here or elsewhere on the page, is stopped first.
   * @param {import("./explorable.js").Exploration | null} [exploration] the schedules to run it under @returns {Promise<Result>}
   */
  async run(exploration = null) {
    expectRunnable(this);
    const before = {output: this.#output, printedBy: this.#printedBy};
    const [name, source, edited, packages] = [this.#name(), this.#source, this.#edited, this.#packages];
    const former = new FormerOutput(this);
    for (const failure of this.querySelectorAll(".snippet-failure")) failure.remove();
    const run = (this.#run = new PendingRun());
    this.#clock.begin(run, this.#toolbar);
    /** The view of this run's output, once there is one. @type {{view?: import("./output-view.js").OutputView}} */
    const own = {};
    const show = () => {
      if (own.view && this.#output === own.view && former.giveWayTo(own.view.element)) this.#titleOutput();
    };
    this.#showRunning(true);
    this.#toolbar?.setStatus(...stage("starting"));
    void run.begin(({OutputView, loadProgram, recall, start}) => {
      const view = (own.view = this.#output = new OutputView(name, {
        onLine: (line) => this.#showLine(line),
        onText: (text) => this.write(text),
        onEnd: () => this.endInput(),
      }));
      this.#recorded ??= this.querySelector(".snippet-transcript");
      this.#printedBy = source;
      if (!former.element) show();
      const program = loadProgram(name, source, JSON.parse(this.dataset.files ?? "{}"));
      return start(program, recall(edited) ?? packages, {
        onState: (state, detail, progress) => {
          if (this.#run === run || !this.#run) this.#toolbar?.setStatus(...stage(state, detail, progress));
        },
        onOutput: (chunk) => {
          show();
          view.append(chunk);
          this.dispatchEvent(new CustomEvent("output", {detail: chunk, bubbles: true}));
        },
        .../** @type {Timeline} */ (this.#timeline).handlers(),
        onPaused: (paused) => this.#clock.showPaused(paused),
        onExploration: (message) => this.dispatchExploration(message, view),
        onReading: () => {
          show();
          view.ask(this.#attention?.held || this.#owns(document.activeElement));
          this.dispatchEvent(new CustomEvent("reading", {bubbles: true}));
        },
      }, exploration);
    });
    const result = await run.finished;
    this.#packages = run.packages ?? packages;
    own.view?.render();
    if (run.started) show();
    if (this.#run === run) {
      if (!run.started && former.element) {
        former.stay();
        if (own.view && this.#output === own.view) ({output: this.#output, printedBy: this.#printedBy} = before);
        this.#titleOutput();
      }
      this.#run = null;
      this.#showRunning(false);
      this.#toolbar?.setStatus(describe(result));
      if (result.status === "failed") noteFailure(this.#toolbar?.element, result.reason ?? "");
    }
    own.view?.input.hide();
    this.dispatchEvent(new CustomEvent("finished", {detail: result, bubbles: true}));
    return result;
  }

  /** Stops the program: KeyboardInterrupt first; a second call ends it at once. Does nothing while no program runs. */
  stop() {
    this.#run?.stop();
  }

  /** Sends SIGTERM and gives the program as long as it needs to end. Does nothing while no program runs. */
  terminate() {
    this.#run?.terminate();
  }

  /** Pauses the program, wherever it is, and its clock. Does nothing while no program runs. */
  pause() {
    this.paused = true;
  }

  /** Resumes a paused program. Does nothing otherwise. */
  resume() {
    this.paused = false;
  }

  /** Types at the program's terminal: it reads line by line. Does nothing while no program runs. @param {string} text */
  write(text) {
    if (!text) return;
    this.#run?.withRun((run) => {
      this.#output?.append({stream: "stdin", text: String(text)});
      run.input(String(text));
    });
  }

  /** Ends the input (Ctrl+D): reads find the end of the file. Does nothing while no program runs. */
  endInput() {
    this.#run?.withRun((run) => run.input(null));
  }

  /** @param {(run: import("./session.js").Run) => void} use */
  withRun(use) {
    this.#run?.withRun(use);
  }

  #name() {
    return this.dataset.name || PLAYGROUND_FILE;
  }

  /** The title says which program's output it is: a reader may have changed the text since. */
  #titleOutput() {
    titleOutput(this, {isRecorded: !this.#output, isOfThis: this.#printedBy === this.#source});
  }

  /** Whether a node belongs to what this element adds for running; the editor doesn't. @param {Node | null} node */
  #owns(node) {
    return Boolean(this.#toolbar?.element.contains(node) || this.#output?.element.contains(node));
  }

  /** @param {boolean} running */
  #showRunning(running) {
    const toolbar = /** @type {Toolbar} */ (this.#toolbar);
    const focused = document.activeElement;
    const typing = this.#output?.input.element.contains(focused) ?? false;
    this.toggleAttribute("data-running", running);
    this.#clock.show();
    toolbar.showRunning(running);
    keepFocus(toolbar, running, {focused, typing, origin: this.#attention?.origin, editor: this.#editor?.element});
  }

  /** Registers the program for the page's keyboard shortcuts. @param {boolean} runnable */
  #listen(runnable) {
    shortcuts.add(this, {
      run: () => void (this.#toolbar?.press() && this.#runByHand(true)),
      stop: () => this.stop(),
      runnable,
      isRunning: () => this.#run !== null,
    });
  }

  /** Runs the program because a reader pressed Run or its key. @param {boolean} keyboard whether with a key: then its output may be out of view */
  #runByHand(keyboard) {
    shortcuts.use(this);
    this.#attention?.end();
    this.#attention = new Attention((target) => this.#owns(target));
    this.run().catch((error) => this.#toolbar?.setStatus(error.message));
    const output = this.querySelector(":scope > :is(.snippet-output, .snippet-transcript)");
    if (keyboard && output) reveal(output);
  }

  // Editing

  /** Keeps a reader's text until Reset. @param {string} text */
  #edit(text) {
    if (text === this.#source) return;
    this.#source = text;
    this.#showEdited();
    this.#titleOutput();
    const unsaved = text !== this.#published && !drafts.save(this.#key, {source: text, published: this.#published});
    if (text === this.#published) drafts.forget(this.#key);
    this.toggleAttribute("data-unsaved", unsaved); // docs/offline/ asks before a reload
    if (unsaved) noteUnkept(this, this.#toolbar?.element);
  }

  #showEdited() {
    const edited = this.#source !== this.#published;
    this.#toolbar?.showEdited(edited && !this.playground);
    this.toggleAttribute("data-edited", edited);
  }

  #restore() {
    if (this.dataset.snippet) drafts.adopt(this.dataset.snippet);
    const draft = drafts.load(this.#key);
    if (!draft || draft.source === this.#published) return;
    this.#source = draft.source;
    this.#showEdited();
    this.#titleOutput();
    if (draft.published !== this.#published && !this.playground) note(this.#toolbar?.element, "The page's own program has changed since you edited it. Reset shows the new one.");
    if (!this.playground) void this.#open(false);
  }

  /** Restores the page's own text and output; undo brings the reader's text back. */
  #reset() {
    this.#edit(this.#published);
    this.#editor?.setText(this.#published);
    if (this.#printedBy !== this.#published) {
      this.stop();
      this.#output?.element.remove();
      this.#output = null;
      if (this.#recorded) this.insertBefore(this.#recorded, this.querySelector(":scope > .timeline"));
      this.#printedBy = this.#published;
      this.#titleOutput();
    }
    this.#toolbar?.setStatus(this.#editor ? "reset (undo with Ctrl+Z)" : "reset");
  }

  /** @param {boolean} focus */
  async #open(focus) {
    if (!this.#toolbar || (this.dataset.needs && !this.playground)) return;
    this.#opening ??= this.#createEditor();
    await this.#opening;
    if (focus) this.#editor?.focus();
  }

  async #createEditor() {
    const editor = await editors.create({
      text: this.#source,
      label: `Editor of ${this.#name()}`,
      onChange: (text) => this.#edit(text),
      onRun: () => void (this.#toolbar?.press() && this.#runByHand(true)),
      onEscape: () => {
        const running = this.#run !== null;
        this.stop();
        return running;
      },
    });
    this.#editor = editor;
    this.addEventListener("marked", (event) => editor.markLines(/** @type {CustomEvent} */ (event).detail));
    if (editor.getText() !== this.#source) editor.setText(this.#source);
    this.#code?.setAttribute("hidden", "");
    this.insertBefore(editor.element, this.#toolbar?.element ?? null);
    this.#toolbar?.showEditor();
  }

  /** @param {Toolbar} toolbar */
  async #openPlayground(toolbar) {
    const own = {key: this.#key, published: this.#published, source: this.#source};
    await takeaway.follow(this, toolbar.element, () => {
      if (this.#key === own.key) own.source = this.#source;
      return own;
    }, ({key, published, source}) => {
      [this.#key, this.#published, this.#source] = [key, published, source];
      this.#editor?.setText(source);
      this.#showEdited();
      this.#titleOutput();
    });
    await this.#open(false);
  }

  /** @param {number} line */
  #showLine(line) {
    if (this.#editor || !showLine(this, this.#code, line)) void this.#open(true).then(() => this.#editor?.showLine(line));
  }
}
