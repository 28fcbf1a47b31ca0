// @ts-check
/**
 * Scrolls to a line of a program in the page's own code; `data-lines` lists the lines that the page shows.
 * @param {HTMLElement} snippet @param {HTMLElement | null} code @param {number} line of the file @returns {boolean} whether the page shows it
 */
export function showLine(snippet, code, line) {
  const shown = (snippet.dataset.lines ?? "").split(",").map(Number).indexOf(line);
  const span = shown === -1 ? null : code?.querySelectorAll("code > span[id^='__span']")[shown];
  if (!span) return false;
  snippet.querySelector(".snippet-shown-line")?.classList.remove("snippet-shown-line");
  span.classList.add("snippet-shown-line");
  span.scrollIntoView({block: "center"});
  return true;
}
