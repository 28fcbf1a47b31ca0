// @ts-check
/** The panels "Share" (a link and an embed) and "Download" below a program's buttons. */
import {picture} from "../timeline/picture.js";
import {button, make} from "./elements.js";
import {fragment} from "./share.js";
import {copy, download} from "./takeaway.js";
import {styles} from "./timeline-styles.js";

/** @typedef {HTMLElement & {source: string, clock: any, playground: boolean, timeline: import("./timeline.js").Timeline}} Host */
/** @typedef {import("./toolbar.js").Toolbar} Toolbar */

const SITE = new URL("../..", import.meta.url);
/** The bounds of an embed's height, which is otherwise the program's current height; pixels. */
const LOWEST = 320;
const HIGHEST = 640;

/** Opens a panel, or closes it. @param {"share" | "download"} kind @param {Host} host the program's element @param {Toolbar} toolbar @param {string} name the file's */
export async function toggle(kind, host, toolbar, name) {
  const open = host.querySelector(":scope > .snippet-share");
  open?.remove();
  for (const button of [toolbar.buttons.share, toolbar.buttons.download]) button.setAttribute("aria-expanded", "false");
  if (open instanceof HTMLElement && open.dataset.kind === kind) return;
  if (kind === "download" && !host.querySelector(":scope > .timeline .timeline-scroll")) {
    download(name, host.source, "text/x-python");
    return;
  }
  const panel = document.createElement("section");
  panel.className = "snippet-share";
  panel.dataset.kind = kind;
  const button = toolbar.buttons[kind];
  panel.setAttribute("aria-label", button.getAttribute("aria-label") ?? kind);
  button.setAttribute("aria-expanded", "true");
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // Escape closes the panel; it doesn't stop the program
    void toggle(kind, host, toolbar, name);
    button.focus();
  });
  toolbar.element.after(panel);
  if (kind === "download") panel.append(...downloads(host, toolbar, name));
  else await share(panel, host, toolbar);
}

/** @param {Host} host @param {Toolbar} toolbar @param {string} name */
function downloads(host, toolbar, name) {
  return [
    button(`Program (${name})`, () => download(name, host.source, "text/x-python")),
    button(`Timeline (${name.replace(/\.py$/, "")}.svg)`, async () => {
      const scene = await drawn(host.timeline);
      const section = host.querySelector(":scope > .timeline");
      if (!scene || !section) return toolbar.setStatus("the timeline could not be loaded: try again");
      const text = picture(scene, {title: host.dataset.title || name, ...styles(section)});
      download(name.replace(/\.py$/, ".svg"), text, "image/svg+xml");
      toolbar.setStatus("");
    }),
  ];
}

/** What is drawn, once the recorded run is there; null if it can't be had. @param {import("./timeline.js").Timeline} timeline */
async function drawn(timeline) {
  /** @type {import("../timeline/drawing.js").Scene | null} */
  let scene = null;
  await timeline.ask(async (panel) => {
    await panel.open();
    scene = panel.scene;
  }, false);
  return /** @type {import("../timeline/drawing.js").Scene | null} */ (scene);
}

/** @param {HTMLElement} panel @param {Host} host @param {Toolbar} toolbar */
async function share(panel, host, toolbar) {
  const link = await row("Link", "Copy link", "link copied", () => address(host), toolbar);
  const embed = await row("Embed", "Copy code", "code of the embed copied", () => embedded(host), toolbar);
  panel.append(make("p", "", said(host)), link.element, embed.element);
  await link.copy(); // most readers want just this
}

/** @param {Host} host */
function said(host) {
  if (host.dataset.needs) return "The link leads to this program on its page. The embed shows it in a page of your own.";
  return "The link opens this program in the playground, with its clock and its open panels. The embed shows it in a page of your own. Neither runs it before Run is pressed.";
}

/**
 * A row with a text to copy, also by hand where a browser denies access to the clipboard. Each copy makes the text again, because the program may have changed.
 * @param {string} label @param {string} action @param {string} done @param {() => Promise<string>} make may throw Error @param {Toolbar} toolbar
 */
async function row(label, action, done, make, toolbar) {
  const element = document.createElement("div");
  element.className = "snippet-share-row";
  const field = document.createElement("input");
  field.readOnly = true;
  field.setAttribute("aria-label", `${label}${toolbar.title ? `: ${toolbar.title}` : ""}`);
  field.addEventListener("focus", () => field.select());
  const fill = async () => {
    try {
      field.value = await make();
      return "";
    } catch (error) {
      field.value = "";
      return /** @type {Error} */ (error).message;
    }
  };
  const take = async () => toolbar.setStatus((await fill()) || (await copy(field.value, done)));
  element.append(field, button(action, take));
  await fill();
  return {element, copy: take};
}

/** The path of the program's page below the site's root; an embed names the page that its program comes from. @param {Host} host */
const pageOf = (host) => host.dataset.page ?? location.pathname.replace(/index\.html$/, "").slice(SITE.pathname.length);

/** @param {Host} host */
async function address(host) {
  if (host.dataset.needs) return `${SITE.href}${pageOf(host)}#${host.id}`;
  return `${SITE.href}playground/${await fragment(state(host))}`;
}

/** The state of a program that goes into a link. @param {Host} host @returns {import("./share.js").Shared} */
function state(host) {
  const snippets = new URL("snippets/", SITE).href;
  const named = Object.entries(JSON.parse(host.dataset.files ?? "{}")).map(([name, url]) => [name, new URL(url, document.baseURI).href]);
  const files = named.filter(([, url]) => url.startsWith(snippets)).map(([name, url]) => [name, url.slice(snippets.length)]);
  const open = ["timeline", "orders"].filter((name) => host.querySelector(`:scope > .${name} > details`)?.hasAttribute("open"));
  const {schedule, jitter} = host.dataset;
  return {
    source: host.source,
    ...(host.clock === "real" ? {} : {clock: host.clock}),
    ...(open.length ? {open} : {}),
    ...(schedule ? {schedule: JSON.parse(schedule), ...(Number(jitter) ? {jitter: Number(jitter)} : {})} : {}),
    ...(files.length ? {files: Object.fromEntries(files)} : {}),
  };
}

/** @param {Host} host */
async function embedded(host) {
  const isPublished = !host.playground && !host.hasAttribute("data-edited");
  const part = isPublished ? `?program=${pageOf(host)}${host.id}` : await fragment(state(host));
  const height = Math.round(Math.min(HIGHEST, Math.max(LOWEST, host.offsetHeight)));
  const title = (host.dataset.title || "A Python program to run").replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<iframe src="${SITE.href}embed/${part}" title="${title}" width="100%" height="${height}" loading="lazy" allow="clipboard-write" style="border: 0"></iframe>`;
}
