// @ts-check
/**
 * `<py-snippet>`: a program that the reader runs, edits and stops in place. Without JavaScript, and before it, the element
 * is what the fence wrote: code, download link, recorded output. This is what a page has before anybody comes to a program: its
 * buttons, and an interface that can be told things at once. What runs and edits it (program.js) is loaded with the first sign of interest.
 *
 * @typedef {import("./status.js").Result} Result @typedef {import("./program.js").Program} Program
 */
import {kindOf} from "../shared/clocks.js";
import * as drafts from "./drafts.js";
import {Explorable} from "./explorable.js";
import * as interest from "./interest.js";
import {noteFailure, noteUnsupported} from "./notes.js";
import {offerOrders} from "./orders.js";
import {PendingRun} from "./pending-run.js";
import {running} from "./running-part.js";
import * as shortcuts from "./shortcuts.js";
import {describe} from "./status.js";
import {expectRunnable, supported} from "./support.js";
import * as takeaway from "./takeaway.js";
import {Timeline} from "./timeline.js";
import {Toolbar} from "./toolbar.js";

export class PySnippet extends Explorable {
  #published = "";
  /** As it was when the page came: with a reader's changes of before. */
  #first = "";
  /** What it was told to be last. */
  #source = "";
  /** @type {import("../shared/clocks.js").Kind} */
  #clock = "real";
  /** @type {Toolbar | null} */
  #toolbar = null;
  /** @type {Promise<Program> | null} */
  #coming = null;
  /** @type {Program | null} */
  #program = null;
  /** @type {PendingRun | null} */
  #run = null;
  /** The panel "Timeline". @type {Timeline | null} */
  #timeline = null;

  /** The program's text: the page's own, or the reader's version. Setting it counts as an edit. */
  get source() {
    return this.#program?.source ?? this.#source;
  }

  set source(text) {
    this.#source = String(text);
    this.#ask((program) => program.replace(this.#source));
  }

  /** The program's clock: "real", a factor, or "instant", on which waiting takes no time. Setting another value raises RangeError. */
  get clock() {
    return this.#clock;
  }

  set clock(kind) {
    const chosen = (this.#clock = kindOf(kind));
    this.#ask((program) => program.clock.choose(chosen));
  }

  /** Whether the program is paused, and its clock with it. Setting this does nothing while no program runs. */
  get paused() {
    return this.hasAttribute("data-paused");
  }

  set paused(paused) {
    this.withRun((run) => run.setPaused(Boolean(paused)));
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
    const runnable = !this.dataset.needs && supported();
    if (this.#toolbar) return this.#listen(runnable); // moved, not new
    // Instant navigation may restore the element together with what a former instance added.
    for (const old of this.querySelectorAll(".snippet-toolbar, .snippet-output, .snippet-note, .snippet-share, .orders")) old.remove();
    this.#published = this.#first = this.#source = this.dataset.source ?? "";
    const name = this.dataset.name || "playground.py";
    const toolbar = (this.#toolbar = new Toolbar({runnable, playground: this.playground, title: this.dataset.title ?? ""}, {
      run: (keyboard) => this.#runByHand(keyboard),
      stop: () => this.stop(),
      terminate: () => this.terminate(),
      edit: () => this.#ask((program) => program.open(true)),
      reset: () => this.#ask((program) => program.reset()),
      copy: async () => toolbar.setStatus(await takeaway.copy(this.source, "copied the whole program")),
      download: () => void takeaway.toggle("download", this, toolbar, name),
      share: () => void takeaway.toggle("share", this, toolbar, name),
    }));
    this.insertBefore(toolbar.element, this.querySelector(".highlight")?.nextSibling ?? this.firstChild);
    this.querySelector(".snippet-links")?.setAttribute("hidden", "");
    const title = this.querySelector(".snippet-transcript-title");
    if (title) title.textContent = "Output (recorded)";
    if (!supported()) {
      noteUnsupported(this, toolbar.element);
    } else if (runnable) {
      interest.watch(this, toolbar.buttons.run, () => void this.#load().then((program) => program.warm(), () => {})); // Run reports it
      for (const sign of ["pointerdown", "focusin"]) this.addEventListener(sign, () => shortcuts.use(this), {passive: true});
    }
    this.#timeline = new Timeline(this, () => this.source, runnable);
    if (runnable) offerOrders(this);
    this.#listen(runnable);
    this.#restore();
    if (this.playground) this.#ask((program) => program.openPlayground());
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

  /** What runs and edits the program. @returns {Promise<Program>} Raises LoadError */
  #load() {
    this.#coming ??= this.#begin().catch((error) => {
      this.#coming = null; // the next time tries again
      throw error;
    });
    return this.#coming;
  }

  async #begin() {
    const {Program} = await running();
    const program = (this.#program = new Program(this, /** @type {Toolbar} */ (this.#toolbar), {
      run: () => void (this.#toolbar?.press() && this.#runByHand(true)),
      isRunning: (run) => (run ? this.#run === run : this.#run !== null),
    }, {published: this.#published, source: this.#first, clock: this.#clock}));
    if (this.#source !== this.#first) program.replace(this.#source);
    this.#report();
    return program;
  }

  /** Has something done by what runs and edits the program, in order. @param {(program: Program) => unknown} action */
  #ask(action) {
    if (this.#program) action(this.#program);
    else if (this.#toolbar) this.#load().then(action).catch(({message}) => this.#report(`Not loaded: ${message}. Try again; if it fails again, reload the page.`));
  }

  /** @param {string} [failure] none: all is well */
  #report(failure) {
    noteFailure(this, this.#toolbar?.element ?? null, failure);
  }

  /**
   * Runs the program. A program that still runs, here or elsewhere on the page, is stopped first.
   * @param {import("./explorable.js").Exploration | null} [exploration] the schedules to run it under @returns {Promise<Result>}
   */
  async run(exploration = null) {
    expectRunnable(this);
    this.#report();
    const {source} = this;
    const run = (this.#run = new PendingRun());
    this.#showRunning(true);
    this.#toolbar?.setStatus("starting Python…");
    void run.begin(this.#load(), (program) => program.start(run, source, exploration));
    const result = await run.finished;
    this.#program?.end(run);
    if (this.#run === run) {
      this.#run = null;
      this.#showRunning(false);
      this.#toolbar?.setStatus(describe(result));
      if (result.status === "failed") this.#report(`Not started: ${result.reason}. Run tries again; if it fails again, reload the page.`);
    }
    this.#program?.forget(run);
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
    this.withRun((run) => {
      this.#program?.echo(String(text));
      run.input(String(text));
    });
  }

  /** Ends the input (Ctrl+D): reads find the end of the file. Does nothing while no program runs. */
  endInput() {
    this.withRun((run) => run.input(null));
  }

  /** @param {(run: import("./session.js").Run) => void} use */
  withRun(use) {
    this.#run?.withRun(use);
  }

  /** @param {boolean} running */
  #showRunning(running) {
    this.toggleAttribute("data-running", running);
    this.#program?.clock.show();
    this.#toolbar?.showRunning(running);
    this.#program?.leaveInput(running);
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
    const origin = document.activeElement;
    if (this.#program) this.#program.attend(origin, keyboard); // at once: what the reader types next counts
    else void this.#load().then((program) => program.attend(origin, keyboard), () => {}); // the run says it
    this.run().catch((error) => this.#toolbar?.setStatus(error.message));
  }

  /** What a reader made of the program, here and before. */
  #restore() {
    if (this.dataset.snippet) drafts.adopt(this.dataset.snippet);
    const draft = drafts.load(drafts.key(this.dataset.snippet));
    if (!draft || draft.source === this.#published) return;
    this.#first = this.#source = draft.source;
    this.#ask((program) => program.restored(draft));
  }
}
