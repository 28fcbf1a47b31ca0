// @ts-check
/** Marks lines of a program's source, in the page's code and in the editor, without changing either. */

const CODE = "code > span[id^='__span']";

/** The element that shows a line of a program; null where it isn't shown. @param {HTMLElement} host the program's element @param {number} line */
function elementOf(host, line) {
  const editor = host.querySelector(".cm-editor");
  if (editor) {
    // An editor draws the lines in view only, and the numbers beside them.
    const numbers = [...editor.querySelectorAll(".cm-lineNumbers .cm-gutterElement")].filter((each) => /** @type {HTMLElement} */ (each).style.visibility !== "hidden");
    return editor.querySelectorAll(".cm-line")[numbers.findIndex((each) => each.textContent === String(line))] ?? null;
  }
  const shown = (host.dataset.lines ?? "").split(",").map(Number).indexOf(line);
  return shown === -1 ? null : host.querySelectorAll(CODE)[shown] ?? null;
}

/**
 * Marks these lines, and no others under this name.
 * @param {HTMLElement} host the program's element @param {"orders-ready" | "orders-wrong"} name of the marks (docs/orders.css) @param {(number | null)[]} lines
 */
export function mark(host, name, lines) {
  const marks = /** @type {any} */ (globalThis).CSS?.highlights;
  const elements = lines.flatMap((line) => (line ? (elementOf(host, line) ?? []) : []));
  if (!marks) return;
  marks.delete(name);
  const ranges = elements.map((element) => {
    const range = new Range();
    range.selectNodeContents(element);
    return range;
  });
  if (ranges.length) marks.set(name, new Highlight(...ranges));
}
