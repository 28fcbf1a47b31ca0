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
import {noteUnsupported, teller} from "./notes.js";
import {offerOrders} from "./orders.js";
import {awaited} from "./parts.js";
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
  /** What the reader wrote when they were here before. @type {import("./drafts.js").Draft | null} */
  #draft = null;
  /** Says what is loading, or why it could not be loaded. @type {(text?: string, failed?: boolean) => void} */
  #say = () => {};
  /** The panel "Timeline". @type {Timeline | null} */
  #timeline = null;

  /** The program's text: the page's own, or the reader's version. Setting it counts as an edit. */
  get source() {
    return this.#program?.source ?? this.#source;
  }

  set source(text) {
    this.#source = String(text);
    // The page may be left before what edits the program has come.
    if (this.#toolbar && !this.#program) drafts.save(drafts.key(this.dataset.snippet), {source: this.#source, published: this.#published});
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
      edit: () => {
        const origin = document.activeElement;
        this.#ask((program) => program.open(origin));
      },
      reset: () => this.#ask((program) => program.reset()),
      copy: async () => toolbar.setStatus(await takeaway.copy(this.source, "copied the whole program")),
      download: () => this.#toggle("download", name),
      share: () => this.#toggle("share", name),
    }));
    const note = teller(toolbar.element);
    // What has loaded removes no failure (""): it may be another's. The next press does.
    this.#say = (text, failed) => {
      if (failed || text === undefined) note(text, failed);
      toolbar.showLoading((!failed && text) || "");
    };
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
    if (this.playground || this.#draft) this.#ask((program) => program.opened);
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
    if (this.playground) program.openPlayground();
    else if (this.#draft) program.restored(this.#draft);
    else return program;
    this.#say(); // a former attempt may have failed, when the page came
    return program;
  }

  /** Has something done by what runs and edits the program, in order; its promise settles when the reader has it. @param {(program: Program) => unknown} action */
  #ask(action) {
    this.#say();
    if (this.#toolbar) void awaited(this.#program ? Promise.resolve(action(this.#program)) : this.#load().then(action), this.#say);
  }

  /** Opens or closes the panel of a button. A press while it is loading is not another one. @param {"share" | "download"} kind @param {string} name the file's */
  async #toggle(kind, name) {
    const toolbar = /** @type {Toolbar} */ (this.#toolbar);
    const button = toolbar.buttons[kind];
    if (button.ariaBusy) return;
    button.ariaBusy = "true";
    this.#say();
    await (await awaited(takeaway.sharePanel(), this.#say))?.toggle(kind, /** @type {any} */ (this), toolbar, name);
    button.ariaBusy = null;
  }

  /**
   * Runs the program. A program that still runs, here or elsewhere on the page, is stopped first.
   * @param {Promise<import("./explorable.js").Exploration> | null} [wanted] the schedules to run it under; if they make no sense, a program that
   *   runs goes on @returns {Promise<Result>}
   */
  async run(wanted = null) {
    expectRunnable(this);
    if (wanted && this.#program) await wanted;
    this.#say();
    const {source} = this;
    this.#run?.giveWay();
    const run = (this.#run = new PendingRun());
    this.#showRunning(true);
    this.#toolbar?.setStatus("starting Python…");
    void run.begin(Promise.all([this.#load(), wanted]), ([program, exploration]) => program.start(run, source, exploration));
    const result = await run.finished;
    this.#program?.end(run);
    if (this.#run === run) {
      this.#run = null;
      this.#showRunning(false);
      this.#toolbar?.setStatus(describe(result));
      // Who has asked for other schedules says it.
      if (result.status === "failed" && !wanted) this.#say(`Not started: ${result.reason}. Run tries again; if it fails again, reload the page.`, true);
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
    this.#draft = draft;
    this.#first = this.#source = draft.source;
  }
}
