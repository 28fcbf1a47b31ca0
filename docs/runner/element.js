// @ts-check
/**
 * `<py-snippet>`: a program that the reader runs, edits and stops in place. Without JavaScript, and before it, the element
 * is what the fence wrote: code, download link, recorded output.
 *
 * @typedef {import("./session.js").Result} Result
 */
import * as drafts from "./drafts.js";
import * as editors from "./editor.js";
import {OutputView} from "./output-view.js";
import * as session from "./session.js";
import * as share from "./share.js";
import {describe} from "./status.js";
import {Toolbar} from "./toolbar.js";

const PLAYGROUND_FILE = "playground.py";
const STATES = {
  starting: "starting Python…",
  loading: "loading",
  running: "running…",
  reading: "waiting for input…",
  stopping: "stopping…",
  terminating: "terminating…",
};

export class PySnippet extends HTMLElement {
  #published = "";
  #source = "";
  #key = "";
  /** @type {Toolbar | null} */
  #toolbar = null;
  /** @type {HTMLElement | null} */
  #code = null;
  /** @type {OutputView | null} */
  #output = null;
  /** @type {import("./editor.js").Editor | null} */
  #editor = null;
  /** @type {Promise<void> | null} */
  #opening = null;
  /** @type {import("./session.js").Run | null} */
  #run = null;
  #storageRefused = false;

  /** The program's text: the page's own, or what the reader made of it. Setting it counts as an edit. */
  get source() {
    return this.#source;
  }

  set source(text) {
    this.#edit(String(text));
    if (this.#editor && this.#editor.getText() !== this.#source) this.#editor.setText(this.#source);
    else if (!this.#editor && this.#toolbar && !this.playground) void this.#open(false);
  }

  /** Whether this is an empty element to write in. */
  get playground() {
    return !this.dataset.snippet;
  }

  connectedCallback() {
    if (this.#toolbar) return; // moved, not new
    // A page that instant navigation keeps may bring back the element with what a former instance added.
    for (const old of this.querySelectorAll(".snippet-toolbar, .snippet-output, .snippet-note")) old.remove();
    this.#published = this.#source = this.dataset.source ?? "";
    this.#key = `${new URL(this.dataset.snippet ?? location.pathname, location.href).pathname}`;
    this.#code = this.querySelector(".highlight");
    const runnable = !this.dataset.needs && session.supported();
    this.#toolbar = new Toolbar({runnable, playground: this.playground});
    this.#toolbar.element.addEventListener("click", (event) => this.#click(event));
    const before = this.#code?.nextSibling ?? this.firstChild;
    this.insertBefore(this.#toolbar.element, before);
    this.querySelector(".snippet-links")?.setAttribute("hidden", "");
    const recorded = this.querySelector(".snippet-transcript-title");
    if (recorded) recorded.textContent = "Output (recorded)";
    if (!session.supported()) {
      this.#note(session.UNSUPPORTED);
    } else if (runnable) {
      for (const sign of ["pointerenter", "pointerdown", "focusin"]) this.addEventListener(sign, session.warm, {once: true, passive: true});
      this.addEventListener("keydown", (event) => this.#keydown(event));
    }
    this.#restore();
    if (this.playground) void this.#openPlayground();
  }

  disconnectedCallback() {
    // Moving an element disconnects it too: only one that stays away is gone.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.stop();
    });
  }

  /**
   * Runs the program. One that goes on, here or elsewhere on the page, is stopped first.
   * @returns {Promise<Result>}
   */
  async run() {
    if (this.dataset.needs) throw new Error(`This program needs what a browser tab doesn't have: ${this.dataset.needs}. Run it on your machine.`);
    if (!session.supported()) throw new Error(session.UNSUPPORTED);
    const view = this.#freshOutput();
    const run = session.start({name: this.#name(), source: this.#source, files: await this.#files()}, {
      onState: (state, detail) => {
        if (this.#run === run || !this.#run) this.#toolbar?.say(state === "loading" ? `loading ${detail}…` : STATES[state]);
      },
      onOutput: (chunk) => {
        view.append(chunk);
        this.dispatchEvent(new CustomEvent("output", {detail: chunk, bubbles: true}));
      },
      onReading: () => {
        view.ask(this.#holdsFocus());
        this.dispatchEvent(new CustomEvent("reading", {bubbles: true}));
      },
    });
    this.#run = run;
    this.#showRunning(true);
    const result = await run.finished;
    view.render();
    if (this.#run === run) {
      this.#run = null;
      this.#showRunning(false);
      this.#toolbar?.say(describe(result));
    }
    view.input.hide();
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

  /** Types at the program's terminal: it reads line by line. Nothing happens if none runs. @param {string} text */
  write(text) {
    if (!this.#run || !text) return;
    this.#output?.append({stream: "stdin", text: String(text)});
    this.#run.input(String(text));
  }

  /** Ends what was typed (Ctrl+D): who reads finds the end of the file. Nothing happens if none runs. */
  endInput() {
    this.#run?.input(null);
  }

  #name() {
    return this.dataset.name || PLAYGROUND_FILE;
  }

  /** The files beside the program that it imports. @returns {Promise<Record<string, string>>} */
  async #files() {
    /** @type {Record<string, string>} */
    const urls = JSON.parse(this.dataset.files ?? "{}");
    const entries = Object.entries(urls).map(async ([name, url]) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${name}, which this program imports, could not be loaded: ${response.status}`);
      return [name, await response.text()];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  #freshOutput() {
    this.querySelector(".snippet-transcript")?.remove();
    this.#output?.element.remove();
    this.#output = new OutputView(this.#name(), {
      onLine: (line) => this.#showLine(line),
      onText: (text) => this.write(text),
      onEnd: () => this.endInput(),
    });
    this.append(this.#output.element);
    return this.#output;
  }

  /** Whether the reader's focus is at what this element adds: to take it elsewhere in there takes it from nobody. */
  #holdsFocus() {
    const focused = document.activeElement;
    return Boolean(focused && (this.#toolbar?.element.contains(focused) || this.#output?.element.contains(focused)));
  }

  /** @param {boolean} running */
  #showRunning(running) {
    const {run, stop, terminate} = /** @type {Toolbar} */ (this.#toolbar).buttons;
    const controls = [run, stop, terminate, this.#output?.input.element];
    const focused = controls.some((control) => control?.contains(document.activeElement));
    run.hidden = running;
    stop.hidden = terminate.hidden = !running;
    this.toggleAttribute("data-running", running);
    if (focused) (running ? stop : run).focus({preventScroll: true});
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const {run, stop, terminate, edit, reset, copy, download, share: shareButton} = /** @type {Toolbar} */ (this.#toolbar).buttons;
    const clicked = event.target instanceof Element ? event.target.closest("button") : null;
    if (clicked === run) this.#runFromPage();
    else if (clicked === stop) this.stop();
    else if (clicked === terminate) this.terminate();
    else if (clicked === edit) void this.#open(true);
    else if (clicked === reset) this.#reset();
    else if (clicked === copy) void this.#copy(this.#source, "copied");
    else if (clicked === download) this.#download();
    else if (clicked === shareButton) void share.link(this.#source).then((link) => this.#copy(link, "link copied"));
  }

  #runFromPage() {
    this.run().catch((error) => this.#toolbar?.say(error.message));
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#runFromPage();
    } else if (event.key === "Escape" && this.#run) {
      event.preventDefault();
      this.stop();
    }
  }

  // Editing

  /** A reader's text: kept until Reset. @param {string} text */
  #edit(text) {
    if (text === this.#source) return;
    this.#source = text;
    this.#showEdited();
    if (text === this.#published) drafts.forget(this.#key);
    else if (!drafts.save(this.#key, {source: text, published: this.#published}) && !this.#storageRefused) {
      this.#storageRefused = true;
      this.#note("This browser keeps no data for this site: your changes last until you leave the page.");
    }
  }

  #showEdited() {
    const edited = this.#source !== this.#published;
    if (this.#toolbar) this.#toolbar.buttons.reset.hidden = !edited || this.playground;
    this.toggleAttribute("data-edited", edited);
  }

  #restore() {
    const draft = drafts.load(this.#key);
    if (!draft || draft.source === this.#published) return;
    this.#source = draft.source;
    this.#showEdited();
    if (draft.published !== this.#published) this.#note("The page's own program has changed since you edited it. Reset shows the new one.");
    if (!this.playground) void this.#open(false);
  }

  /** Back to the page's own text; the reader's goes to the editor's history, and undo brings it back. */
  #reset() {
    this.#edit(this.#published);
    this.#editor?.setText(this.#published);
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
      onRun: () => this.#runFromPage(),
      onEscape: () => {
        const running = this.#run !== null;
        this.stop();
        return running;
      },
    });
    this.#editor = editor;
    if (editor.getText() !== this.#source) editor.setText(this.#source);
    this.#code?.setAttribute("hidden", "");
    this.insertBefore(editor.element, this.#toolbar?.element ?? null);
    if (this.#toolbar) this.#toolbar.buttons.edit.hidden = true;
  }

  async #openPlayground() {
    try {
      const shared = await share.read();
      if (shared !== null && shared !== this.#source) {
        if (this.#source) this.#offerDraft(this.#source);
        this.#source = shared; // becomes a draft with the first change
      }
    } catch (error) {
      this.#note(error instanceof Error ? error.message : String(error));
    }
    await this.#open(false);
  }

  /** A link replaced what the reader had written: it can be had back. @param {string} draft */
  #offerDraft(draft) {
    const note = this.#note("This is the program of the link. What you wrote here before is kept. ");
    const back = document.createElement("button");
    back.type = "button";
    back.className = "snippet-button";
    back.textContent = "Bring it back";
    back.addEventListener("click", () => {
      this.source = draft;
      note.remove();
    });
    note.append(back);
  }

  /** @param {number} line */
  #showLine(line) {
    const shown = (this.dataset.lines ?? "").split(",").map(Number).indexOf(line);
    const span = !this.#editor && shown !== -1 ? this.#code?.querySelectorAll("code > span[id^='__span']")[shown] : null;
    if (!span) {
      void this.#open(true).then(() => this.#editor?.showLine(line));
      return;
    }
    this.querySelector(".snippet-shown-line")?.classList.remove("snippet-shown-line");
    span.classList.add("snippet-shown-line");
    span.scrollIntoView({block: "center"});
  }

  // What else the buttons do

  /** @param {string} text @param {string} done */
  async #copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      this.#toolbar?.say(done);
    } catch {
      this.#toolbar?.say("this browser doesn't let a page copy: use Download");
    }
  }

  #download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.#source], {type: "text/x-python"}));
    link.download = this.#name();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /** @param {string} text */
  #note(text) {
    const note = document.createElement("p");
    note.className = "snippet-note";
    note.setAttribute("role", "note");
    note.textContent = text;
    this.#toolbar?.element.after(note);
    return note;
  }
}
