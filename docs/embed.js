// @ts-check
/**
 * One program of the guide within a page of another site: `embed/?program=learn/tasks/seed_two_tasks.py` names the page that shows it, and
 * its id there; a program that isn't the guide's is in the fragment (runner/page/share.js).
 */

/** Where this file lies, the site begins. */
const ROOT = new URL(".", import.meta.url);
/** A page's address below the site's, and the id of a program there. */
const PROGRAM = /^((?:[a-z][\w-]*\/)+)([a-z]\w*\.py(?:-\d+)?)$/i;
/** What of a program names files, relative to the page that shows it. */
const ADDRESSES = ["href", "data-snippet"];

/** @param {Element} program @param {URL} page */
function rebase(program, page) {
  for (const name of ADDRESSES) {
    for (const element of [program, ...program.querySelectorAll(`[${name}]`)]) {
      const address = element.getAttribute(name);
      if (address !== null) element.setAttribute(name, new URL(address, page).href);
    }
  }
  const files = Object.entries(JSON.parse(program.getAttribute("data-files") ?? "{}"));
  program.setAttribute("data-files", JSON.stringify(Object.fromEntries(files.map(([name, url]) => [name, new URL(url, page).href]))));
}

/** A program of the guide, as its page has it. Throws Error if there is none. @param {string} name */
async function published(name) {
  const [, path, id] = PROGRAM.exec(name) ?? [];
  if (!path) throw new Error("This address names no program of the guide.");
  const page = new URL(path, ROOT);
  const response = await fetch(page);
  if (response.status === 404) throw new Error("The page of this program isn't there any more.");
  if (!response.ok) throw new Error(`This program could not be loaded (${response.status} ${response.statusText}). Reload the page.`);
  const text = new DOMParser().parseFromString(await response.text(), "text/html");
  const program = text.getElementById(id);
  if (program?.localName !== "py-snippet") throw new Error("This program isn't in the guide any more.");
  rebase(program, page);
  program.dataset.page = path;
  return {program: document.importNode(program, true), address: `${page.href}#${id}`};
}

/** @param {HTMLElement} place */
async function show(place) {
  const name = new URLSearchParams(location.search).get("program");
  try {
    const {program, address} = name === null
      ? {program: document.createElement("py-snippet"), address: `${ROOT.href}playground/${location.hash}`}
      : await published(name);
    if (name === null && !location.hash) throw new Error("This address names no program of the guide.");
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open in Interleave";
    const links = document.createElement("p");
    links.className = "embed-links";
    links.append(link);
    const title = document.createElement("h1");
    title.textContent = document.title = program.dataset.title || document.title;
    place.replaceChildren(title, program, links);
    const code = program.querySelector(".highlight code");
    // As on the guide's pages: what scrolls is reached by the keyboard.
    if (code instanceof HTMLElement) {
      new ResizeObserver(() => {
        if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
        else code.removeAttribute("tabindex");
      }).observe(code);
    }
  } catch (error) {
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = error instanceof TypeError ? "This program could not be loaded. Reload the page." : /** @type {Error} */ (error).message;
    place.replaceChildren(line);
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => {
  const {dataset} = document.body;
  dataset.mdColorSwitching = ""; // Material's style sheet lets nothing fade meanwhile
  dataset.mdColorScheme = dark.matches ? "slate" : "default";
  setTimeout(() => delete dataset.mdColorSwitching);
};
dark.addEventListener("change", follow);
follow();
void show(/** @type {HTMLElement} */ (document.querySelector(".embed")));
