// @ts-check
/** Lines of the page's own, which stand below a program's buttons and not in its output. */

/** @param {Element | undefined} toolbar @param {string} text @param {string} [kind] a class @returns the line */
export function note(toolbar, text, kind = "") {
  const line = document.createElement("p");
  line.className = `snippet-note ${kind}`.trim();
  line.setAttribute("role", "note");
  line.textContent = text;
  toolbar?.after(line);
  return line;
}

/** Adds a button to a line, which goes when it was pressed. @param {HTMLElement} line @param {string} label @param {() => void} action */
export function offer(line, label, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "snippet-button";
  button.textContent = label;
  button.addEventListener("click", () => {
    action();
    line.remove();
  });
  line.append(button);
}
