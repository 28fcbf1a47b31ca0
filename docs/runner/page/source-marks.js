// @ts-check
/** Marks lines of a program's source, in the page's code and in the editor, without changing their text. */

const CODE = "code > span[id^='__span']";

/**
 * Marks these lines, and no others, under this name. Lines of the page's code get a class; the element's editor learns of it by the
 * event "marked".
 * @param {HTMLElement} host the program's element
 * @param {"next" | "wrong"} name "next": about to run, or could be; "wrong": where the run went wrong @param {(number | null)[]} lines
 */
export function mark(host, name, lines) {
  const kind = `source-${name}`;
  const marked = lines.filter((line) => line !== null);
  const [spans, numbers] = [host.querySelectorAll(CODE), (host.dataset.lines ?? "").split(",").map(Number)];
  for (const former of host.querySelectorAll(`.highlight .${kind}`)) former.classList.remove(kind);
  for (const line of marked) spans[numbers.indexOf(line)]?.classList.add(kind);
  host.dispatchEvent(new CustomEvent("marked", {detail: {name, lines: marked}}));
}
