// @ts-check
/**
 * Links source lines, printed lines and blocks: pointing at one of them marks the others.
 *
 * @typedef {import("../timeline/types.js").Block} Block
 * @typedef {import("../timeline/types.js").Print} Print
 */

const CODE = "code > span[id^='__span']";

export class TimelineHighlights {
  /** @param {HTMLElement} host the program's element */
  constructor(host) {
    this.host = host;
  }

  /** The numbers of the lines that the page shows. */
  #numbers() {
    return (this.host.dataset.lines ?? "").split(",").map(Number);
  }

  /** Marks the source line and the printed lines of a block. @param {Block | null} block @param {Print[]} prints of the whole run */
  show(block, prints) {
    for (const former of this.host.querySelectorAll(".timeline-line")) former.classList.remove("timeline-line");
    const marks = /** @type {any} */ (globalThis).CSS?.highlights;
    marks?.delete("timeline-printed");
    if (!block) return;
    const wanted = new Set([block.file ? null : block.line, ...block.prints.map(({line}) => line)]);
    const spans = this.host.querySelectorAll(CODE);
    for (const [index, number] of this.#numbers().entries()) if (wanted.has(number)) spans[index]?.classList.add("timeline-line");
    if (!marks) return;
    const ranges = block.prints.map((print) => this.#printed(prints.indexOf(print), print)).filter((range) => range !== null);
    if (ranges.length) marks.set("timeline-printed", new Highlight(...ranges));
  }

  /** Finds a printed line in the output: the line with its number, if it begins with its text. @param {number} index @param {Print} print @returns {Range | null} */
  #printed(index, {text}) {
    const output = this.host.querySelector(":scope > :is(.snippet-output, .snippet-transcript) pre > code");
    if (!output) return null;
    const lines = output.textContent.split("\n");
    const line = text.trimEnd();
    const at = lines[index]?.includes(line) ? index : lines.indexOf(line);
    if (at === -1 || !line) return null;
    const start = lines.slice(0, at).reduce((sum, {length}) => sum + length + 1, 0);
    const [from, to] = [position(output, start), position(output, start + lines[at].length)];
    if (!from || !to) return null;
    const range = new Range();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  /** Calls back with the source line at which a reader points, 0 for none. @param {(line: number) => void} onLine */
  follow(onLine) {
    const code = this.host.querySelector(".highlight");
    code?.addEventListener("pointerover", ({target}) => {
      const span = target instanceof Element ? target.closest(CODE) : null;
      const index = span ? [...this.host.querySelectorAll(CODE)].indexOf(span) : -1;
      onLine(index === -1 ? 0 : this.#numbers()[index] ?? 0);
    });
    code?.addEventListener("pointerleave", () => onLine(0));
  }
}

/** The text node, and the offset in it, at a character offset into an element. @param {Element} element @param {number} offset @returns {[Node, number] | null} */
function position(element, offset) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const {length} = /** @type {Text} */ (node);
    if (left <= length) return [node, left];
    left -= length;
  }
  return null;
}
