// @ts-check
/** Says that a new version of the guide is ready. It takes over when the reader agrees, or has closed the guide's tabs. */
import {ask, isBusy} from "./tabs.js";

const READY = "A new version of this guide is ready.";
const BUSY = "Reloading would end a program that runs, or lose an edit,";

/** @type {Promise<void> | undefined} */
let look;

/** Has the styles hold; if they can't be loaded, words and buttons are enough. */
async function adopt() {
  const styles = new CSSStyleSheet();
  const response = await fetch(new URL("offline.css", import.meta.url)).catch(() => null);
  if (response?.ok) styles.replaceSync(await response.text());
  document.adoptedStyleSheets.push(styles);
}

/** @param {string} label @param {() => void} action */
function button(label, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", action);
  return element;
}

/** @param {ServiceWorkerRegistration} registration */
export async function show(registration) {
  await (look ??= adopt());
  if (document.querySelector(".new-version")) return;
  const notice = document.createElement("div");
  notice.className = "new-version";
  const text = document.createElement("p");
  text.setAttribute("role", "status");
  let anyway = false;
  const reload = button("Reload", async () => {
    const {waiting} = registration;
    if (!waiting) return location.reload(); // another tab has activated it
    const {busy} = await ask(waiting, {type: "take over", anyway});
    if (!busy) return; // the page reloads now
    anyway = true;
    text.textContent = `${BUSY} ${isBusy() ? "on this page" : "in another tab of this guide"}.`;
    reload.textContent = "Reload anyway";
  });
  notice.append(text, reload, button("Later", () => notice.remove()));
  document.body.append(notice);
  // Screen readers announce a text only in a live region that existed before it.
  requestAnimationFrame(() => {
    text.textContent = READY;
  });
}
