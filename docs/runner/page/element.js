// @ts-check
/**
 * `<py-snippet>`: a program that the reader runs, edits and stops in place. Without JavaScript, and before it, the element
 * is what the fence wrote: code, download link, recorded output.
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
  /** What a reader who started the program by hand does since. @type {Attention | null} */
  #attention = null;
  /** The page's own output, while another one is shown. @type {Element | null} */
  #recorded = null;
  /** What printed the output that is shown. */
  #printedBy = "";
  #clock = new ProgramClock(this, (ask) => this.tell(ask));
  /** The panel "Timeline". @type {Timeline | null} */
  #timeline = null;
  /** What the program imports, as far as is known. @type {string[]} */
  #packages = [];

  /** The program's text: the page's own, or what the reader made of it. Setting it counts as an edit. */
  get source() {
    return this.#source;
  }

  set source(text) {
    this.#edit(String(text));
    if (this.#editor && this.#editor.getText() !== this.#source) this.#editor.setText(this.#source);
    else if (!this.#editor && this.#toolbar && !this.playground) void this.#open(false);
  }

  /** How the program's time goes: "real", a factor, or "instant", on which waiting costs nothing. Raises RangeError for another. */
  get clock() {
    return this.#clock.kind;
  }

  set clock(kind) {
    this.#clock.choose(kind);
  }

  /** Whether the program stands still, and its time with it. Nothing happens if none runs. */
  get paused() {
    return this.#clock.paused;
  }

  set paused(paused) {
    this.#clock.setPaused(Boolean(paused));
  }

  /** What draws a run, turn by turn: `clear()`, `add(events)`, `show(step)`. */
  get timeline() {
    return this.#timeline;
  }

  /** Whether this is an empty element to write in. */
  get playground() {
    return !this.dataset.snippet;
  }

  connectedCallback() {
    if (this.#toolbar) return this.#listen(!this.dataset.needs && supported()); // moved, not new
    // A page that instant navigation keeps may bring back the element with what a former instance added.
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
      copy: async () => toolbar.say(await takeaway.copy(this.#source, "copied the whole program")),
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
    // Moving an element disconnects it too: only one that stays away is gone.
    queueMicrotask(() => {
      if (this.isConnected) return;
      shortcuts.remove(this);
      if (this.#toolbar) interest.forget(this.#toolbar.buttons.run);
      this.stop();
    });
  }

  /** What the reader made of the program; null if it is the page's own. */
  get #edited() {
    return this.#source === this.#published ? null : this.#source;
  }

  /**
   * Runs the program. One that goes on, here or elsewhere on the page, is stopped first.
   * @param {import("./explorable.js").Exploration | null} [exploration] under which schedules @returns {Promise<Result>}
   */
  async run(exploration = null) {
    expectRunnable(this);
    const before = {output: this.#output, printedBy: this.#printedBy};
    const [name, source, edited, packages] = [this.#name(), this.#source, this.#edited, this.#packages];
    const former = new FormerOutput(this);
    for (const failure of this.querySelectorAll(".snippet-failure")) failure.remove();
    const run = (this.#run = new PendingRun());
    this.#clock.begin(run, this.#toolbar);
    /** What shows what this run prints, once it is there. @type {{view?: import("./output-view.js").OutputView}} */
    const own = {};
    const show = () => {
      if (own.view && this.#output === own.view && former.giveWayTo(own.view.element)) this.#titleOutput();
    };
    this.#showRunning(true);
    this.#toolbar?.say(...stage("starting"));
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
          if (this.#run === run || !this.#run) this.#toolbar?.say(...stage(state, detail, progress));
        },
        onOutput: (chunk) => {
          show();
          view.append(chunk);
          this.dispatchEvent(new CustomEvent("output", {detail: chunk, bubbles: true}));
        },
        .../** @type {Timeline} */ (this.#timeline).handlers(),
        onPaused: (paused) => this.#clock.showPaused(paused),
        onExploration: (message) => this.hearExploration(message, view),
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
      this.#toolbar?.say(describe(result));
      if (result.status === "failed") noteFailure(this.#toolbar?.element, result.reason ?? "");
    }
    own.view?.input.hide();
    this.dispatchEvent(new CustomEvent("finished", {detail: result, bubbles: true}));
    return result;
  }

  /** Stops the program: KeyboardInterrupt first; a second call ends it at once. Nothing happens if none runs. */
  stop() {
    this.#run?.stop();
  }

  /** Sends SIGTERM, and leaves the program the time that it takes to end. Nothing happens if none runs. */
  terminate() {
    this.#run?.terminate();
  }

  /** Lets the program stand still, wherever it is, and its time with it. Nothing happens if none runs. */
  pause() {
    this.paused = true;
  }

  /** Lets a program that is paused go on. Nothing happens if none is. */
  resume() {
    this.paused = false;
  }

  /** Types at the program's terminal: it reads line by line. Nothing happens if none runs. @param {string} text */
  write(text) {
    if (!text) return;
    this.#run?.tell((run) => {
      this.#output?.append({stream: "stdin", text: String(text)});
      run.input(String(text));
    });
  }

  /** Ends what was typed (Ctrl+D): who reads finds the end of the file. Nothing happens if none runs. */
  endInput() {
    this.#run?.tell((run) => run.input(null));
  }

  /** @param {(run: import("./session.js").Run) => void} ask */
  tell(ask) {
    this.#run?.tell(ask);
  }

  #name() {
    return this.dataset.name || PLAYGROUND_FILE;
  }

  /** The title says which program's output it is: a reader may have changed the text since. */
  #titleOutput() {
    titleOutput(this, {isRecorded: !this.#output, isOfThis: this.#printedBy === this.#source});
  }

  /** Whether something is a part of what this element adds for running; its editor isn't. @param {Node | null} node */
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

  /** The keys of the page concern this program. @param {boolean} runnable */
  #listen(runnable) {
    shortcuts.add(this, {
      run: () => void (this.#toolbar?.press() && this.#runByHand(true)),
      stop: () => this.stop(),
      runnable,
      isRunning: () => this.#run !== null,
    });
  }

  /** A reader starts the program. @param {boolean} keyboard whether with a key: then what it prints may be out of sight */
  #runByHand(keyboard) {
    shortcuts.use(this);
    this.#attention?.end();
    this.#attention = new Attention((target) => this.#owns(target));
    this.run().catch((error) => this.#toolbar?.say(error.message));
    const output = this.querySelector(":scope > :is(.snippet-output, .snippet-transcript)");
    if (keyboard && output) reveal(output);
  }

  // Editing

  /** A reader's text: kept until Reset. @param {string} text */
  #edit(text) {
    if (text === this.#source) return;
    this.#source = text;
    this.#showEdited();
    this.#titleOutput();
    const unsaved = text !== this.#published && !drafts.save(this.#key, {source: text, published: this.#published});
    if (text === this.#published) drafts.forget(this.#key);
    this.toggleAttribute("data-unsaved", unsaved); // before a reload, docs/offline/ asks
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

  /** Back to the page's own text and output; the reader's text goes to the editor's history, and undo brings it back. */
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
    this.#toolbar?.say(this.#editor ? "reset (undo with Ctrl+Z)" : "reset");
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
