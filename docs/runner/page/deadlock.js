// @ts-check
/** Explains a deadlock: a sentence for each stuck thread and task, and a drawing of which one waits for which. */
import {deadlock} from "../timeline/deadlock.js";

/** @param {import("../timeline/deadlock.js").Stuck[]} agents @returns {HTMLElement} */
export function explanation(agents) {
  const section = document.createElement("section");
  section.className = "snippet-deadlock";
  section.setAttribute("role", "status");
  const title = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = "Deadlock.";
  title.append(strong, agents.length > 1 ? " None of these can go on:" : " It can't go on:");
  const list = document.createElement("ul");
  list.append(...agents.map(({sentence}) => {
    const item = document.createElement("li");
    // Backquotes enclose names from the program.
    for (const [index, text] of sentence.split("`").entries()) {
      if (index % 2) item.append(Object.assign(document.createElement("code"), {textContent: text}));
      else item.append(text);
    }
    return item;
  }));
  const drawing = document.createElement("div");
  drawing.className = "timeline";
  drawing.innerHTML = deadlock(agents);
  section.append(title, list, drawing);
  return section;
}
