// @ts-check
/**
 * What a program printed, on the page, and what a reader typed in answer: standard error told apart, lines of a traceback
 * linked to the code.
 *
 * @typedef {{stream: "stdout" | "stderr" | "stdin", text: string}} Chunk
 */
import {InputField} from "./input-field.js";

/** A reader this close to the end is reading the end; pixels. */
const AT_END = 40;

export class OutputView {
  /**
   * @param {string} name the program's file name
   * @param {{onLine(line: number): void} & import("./input-field.js").Handlers} handlers onLine: a reader follows a
   *   traceback to a line
   */
  constructor(name, {onLine, ...typing}) {
    this.element = document.createElement("div");
    this.element.className = "snippet-output";
    const title = document.createElement("p");
    title.className = "snippet-transcript-title";
    title.textContent = "Output";
    this.pre = document.createElement("pre");
    this.pre.tabIndex = 0;
    this.pre.setAttribute("aria-label", "Output");
    this.code = document.createElement("code");
    this.pre.append(this.code);
    this.input = new InputField(typing);
    this.element.append(title, this.pre, this.input.element);
    const file = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    this.pattern = new RegExp(`(File "(?:[^"\\n]*/)?${file}", line |(?:^|\\n)(?:/[^\\s:]*/)?${file}:)(\\d+)`, "g");
    this.onLine = onLine;
    /** @type {Chunk[]} */
    this.pending = [];
    this.frame = 0;
    /** @type {HTMLElement | null} */
    this.last = null;
  }

  /** Adds a chunk with the next frame. @param {Chunk} chunk */
  append(chunk) {
    const last = this.pending.at(-1);
    if (last?.stream === chunk.stream) last.text += chunk.text;
    else this.pending.push({...chunk});
    this.frame ||= requestAnimationFrame(() => this.render());
  }

  /** The program waits for a line. @param {boolean} focus whether the reader's focus goes there */
  ask(focus) {
    this.render();
    const text = this.last?.textContent ?? "";
    this.input.show(text.slice(text.lastIndexOf("\n") + 1).trim(), focus);
  }

  /** Shows all that was added. */
  render() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const atEnd = this.pre.scrollHeight - this.pre.scrollTop - this.pre.clientHeight < AT_END;
    for (const {stream, text} of this.pending.splice(0)) {
      if (this.last?.dataset.stream !== stream) {
        this.last = document.createElement("span");
        this.last.dataset.stream = stream;
        this.last.className = `snippet-${stream}`;
        if (stream === "stderr") this.last.title = "standard error";
        this.code.append(this.last);
      }
      // A name cut in two by a chunk's end gets no link; its text is whole.
      if (stream === "stderr") this.last.append(...this.linked(text));
      else this.last.append(text);
    }
    if (atEnd) this.pre.scrollTop = this.pre.scrollHeight;
  }

  /** @param {string} text */
  linked(text) {
    const nodes = [];
    let from = 0;
    for (const match of text.matchAll(this.pattern)) {
      const at = match.index + match[1].length;
      const line = Number(match[2]);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "snippet-line";
      button.textContent = match[2];
      button.title = `Show line ${line}`;
      button.addEventListener("click", () => this.onLine(line));
      nodes.push(text.slice(from, at), button);
      from = at + match[2].length;
    }
    nodes.push(text.slice(from));
    return nodes;
  }
}
