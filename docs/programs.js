// @ts-check
/** The field that filters "Programs by construct". Without this script, the page is the lists alone. */

/** @typedef {{element: HTMLElement, text: string}} Entry a program, and what it is found by: title, file, constructs */

/** Each program once, in the order of the page. @param {HTMLElement} index @returns {Entry[]} */
function entries(index) {
  /** @type {Map<string, Entry>} */
  const found = new Map();
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (index.querySelectorAll("li > a"))) {
    let names = "";
    for (let list = link.closest("details"); list; list = list.parentElement?.closest("details") ?? null) {
      names += `${list.querySelector("summary > code")?.textContent ?? ""} `;
    }
    const entry = found.get(link.href);
    if (entry) entry.text += names;
    else {
      const element = document.createElement("li");
      element.append(link.cloneNode(true));
      found.set(link.href, {element, text: `${link.textContent} ${new URL(link.href).pathname} ${link.hash} ${names}`});
    }
  }
  for (const entry of found.values()) entry.text = entry.text.toLowerCase();
  return [...found.values()];
}

/** @param {HTMLElement} place before the lists */
export function fill(place) {
  const index = /** @type {HTMLElement} */ (document.querySelector(".programs"));
  const all = entries(index);
  const form = document.createElement("form");
  form.className = "programs-filter";
  form.addEventListener("submit", (event) => event.preventDefault());
  const label = document.createElement("label");
  label.textContent = "Filter by construct, title or page ";
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = "TaskGroup timeout";
  label.append(field);
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  form.append(label, count);
  const list = document.createElement("ul");
  list.hidden = true;
  place.replaceChildren(form, list);

  function filter() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = all.filter(({text}) => words.every((word) => text.includes(word)));
    list.replaceChildren(...(words.length ? fitting.map(({element}) => element) : []));
    list.hidden = !words.length;
    index.hidden = words.length > 0;
    count.textContent = words.length ? `${fitting.length} of ${all.length} programs` : `${all.length} programs`;
  }
  field.addEventListener("input", filter);
  filter();
}
