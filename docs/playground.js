// @ts-check
/** The menu of examples in the playground. Without this script, they are links to the pages that show them. */

/** @typedef {HTMLElement & {source: string}} Snippet */

/** @param {HTMLElement} examples */
export function fill(examples) {
  const snippet = /** @type {Snippet} */ (document.querySelector("py-snippet"));
  const label = document.createElement("label");
  label.className = "playground-menu";
  label.textContent = "Open an example ";
  const menu = document.createElement("select");
  menu.append(new Option("choose …", ""));
  for (const link of examples.querySelectorAll("a")) menu.append(new Option(link.textContent ?? "", link.dataset.file));
  label.append(menu);
  const status = document.createElement("span");
  status.setAttribute("role", "alert");
  label.append(status);
  examples.hidden = true;
  examples.after(label);
  menu.addEventListener("change", async () => {
    if (!menu.value) return;
    try {
      const response = await fetch(menu.value);
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      snippet.source = await response.text();
      status.textContent = "";
    } catch (error) {
      status.textContent = `The example could not be loaded (${error instanceof Error ? error.message : error}). Choose it again.`;
    }
    menu.value = "";
  });
}
