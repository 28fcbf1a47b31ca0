// @ts-check
/**
 * A program's output on the page, as a terminal would show it, together with what the reader typed: standard error is
 * marked, and the lines of a traceback link to the code.
 *
 * @typedef {{stream: "stdout" | "stderr" | "stdin", text: string}} Chunk
 * @typedef {import("./terminal.js").Row} Row @typedef {import("./terminal.js").Run} Run
 */
import {InputField} from "./input-field.js";
import {Terminal} from "./terminal.js";

/** A view scrolled this close to the end follows new output; pixels. */
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
    // Screen readers announce a log politely, as it grows.
    this.pre.setAttribute("role", "log");
    this.pre.setAttribute("aria-label", `Output of ${name}`);
    this.code = document.createElement("code");
    this.pre.append(this.code);
    this.input = new InputField(typing);
    this.element.append(title, this.pre, this.input.element);
    const file = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    this.pattern = new RegExp(`(File "(?:[^"]*/)?${file}", line |^(?:/[^\\s:]*/)?${file}:)(\\d+)`, "g");
    this.onLine = onLine;
    /** @type {Chunk[]} */
    this.pending = [];
    this.frame = 0;
    this.terminal = new Terminal();
    /** The rows that are on the page and may still change. @type {Map<Row, HTMLElement>} */
    this.shown = new Map();
  }

  /** Adds a chunk with the next frame. @param {Chunk} chunk */
  append(chunk) {
    const last = this.pending.at(-1);
    if (last?.stream === chunk.stream) last.text += chunk.text;
    else this.pending.push({...chunk});
    this.frame ||= requestAnimationFrame(() => this.render());
  }

  /** Removes all output: the program starts again. */
  clear() {
    this.pending = [];
    this.terminal = new Terminal();
    this.shown.clear();
    this.code.replaceChildren();
  }

  /** Shows the input field: the program waits for a line. @param {boolean} focus whether to focus it */
  ask(focus) {
    this.render();
    this.input.show(this.terminal.row().text.trim(), focus);
  }

  /** Shows all pending chunks. */
  render() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const atEnd = this.pre.scrollHeight - this.pre.scrollTop - this.pre.clientHeight < AT_END;
    for (const {stream, text} of this.pending.splice(0)) this.terminal.write(stream, text);
    for (const row of this.terminal.release()) {
      const element = this.shown.get(row);
      if (!element) this.settle(row);
      else this.fill(element, row, "\n");
      this.shown.delete(row);
    }
    const {rows} = this.terminal;
    for (const [row, element] of this.shown) {
      if (rows.includes(row)) continue;
      element.remove();
      this.shown.delete(row);
    }
    for (const [place, row] of rows.entries()) {
      const element = this.shown.get(row) ?? document.createElement("span");
      this.fill(element, row, place < rows.length - 1 ? "\n" : "");
      if (!this.shown.has(row)) this.code.append(element);
      this.shown.set(row, element);
    }
    if (atEnd) this.pre.scrollTop = this.pre.scrollHeight;
  }

  /** Shows a row. @param {HTMLElement} element @param {Row} row @param {string} end what follows it: a line end, or nothing */
  fill(element, row, end) {
    if (!row.dirty && element.dataset.end === end) return;
    row.dirty = false;
    element.dataset.end = end;
    element.replaceChildren(...this.pieces(row, end));
  }

  /** Adds a row that has already left the screen since the last frame, as most rows of a flood do: it needs no element of its own. @param {Row} row */
  settle(row) {
    for (const piece of this.pieces(row, "\n")) {
      const last = this.code.lastElementChild;
      if (!(last instanceof HTMLElement && last.dataset.stream) || (piece instanceof HTMLElement && piece.dataset.stream !== last.dataset.stream)) {
        this.code.append(piece);
      } else if (last.lastChild instanceof Text && piece.childNodes.length < 2) {
        last.lastChild.appendData(piece.textContent ?? "");
      } else {
        last.append(...(piece instanceof Text ? [piece] : piece.childNodes));
      }
    }
  }

  /**
   * Renders a row: an element for each stretch of one stream; a text node if the row is empty.
   * @param {Row} row @param {string} end @returns {(HTMLElement | Text)[]}
   */
  pieces(row, end) {
    /** @type {Run[][]} */
    const stretches = [];
    for (const run of row.runs()) {
      if (stretches.at(-1)?.[0].stream === run.stream) stretches.at(-1)?.push(run);
      else stretches.push([run]);
    }
    const pieces = stretches.map((runs) => {
      const element = document.createElement("span");
      const [{stream}] = runs;
      element.dataset.stream = stream;
      element.className = `snippet-${stream}`;
      if (stream === "stderr") element.title = "standard error";
      element.append(...(stream === "stderr" ? this.linked(runs) : runs).map(coloured));
      return element;
    });
    if (!pieces.length) return [new Text(end)];
    pieces.at(-1)?.append(end);
    return pieces;
  }

  /** Replaces the line numbers of a traceback by buttons. @param {Run[]} runs @returns {(Run | HTMLElement)[]} */
  linked(runs) {
    /** @type {(Run | HTMLElement)[]} */
    const nodes = [];
    const matches = [...runs.map(({text}) => text).join("").matchAll(this.pattern)];
    let start = 0;
    for (const run of runs) {
      let from = 0;
      for (const match of matches) {
        const at = match.index + match[1].length - start;
        if (at < from || at >= run.text.length) continue;
        nodes.push({...run, text: run.text.slice(from, at)}, this.button(Number(match[2])));
        from = at + match[2].length;
      }
      nodes.push({...run, text: run.text.slice(from)});
      start += run.text.length;
    }
    return nodes;
  }

  /** @param {number} line */
  button(line) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "snippet-line";
    button.textContent = String(line);
    button.title = `Show line ${line}`;
    button.addEventListener("click", () => this.onLine(line));
    return button;
  }
}

/** Renders a run with its colours; docs/_site/terminal.py writes the same HTML. @param {Run | HTMLElement} run @returns {string | HTMLElement} */
function coloured(run) {
  if (run instanceof HTMLElement) return run;
  if (!run.style) return run.text;
  const element = document.createElement("span");
  element.className = ["ansi", ...Object.keys(run.style).map((name) => `ansi-${name}`)].join(" ");
  for (const name of /** @type {const} */ (["fg", "bg"])) if (run.style[name]) element.style.setProperty(`--ansi-${name}`, run.style[name]);
  element.textContent = run.text;
  return element;
}
