// @ts-check
/** Takes a program out of the page, by clipboard, file or link, and opens one from a link. */
import {note} from "./notes.js";
import {part} from "./parts.js";

/** Copies a text; returns what to tell the reader. @param {string} text @param {string} done said if the browser allowed it */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    return done;
  } catch {
    return "this browser doesn't let a page copy: use Download";
  }
}

/** @param {string} name the file's name @param {string} content @param {string} type */
export function download(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], {type}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** What opens and closes the panels "Share" and "Download" (share-panel.js). @returns {Promise<{toggle(kind: "share" | "download", host: any, toolbar: any, name: string): Promise<void>}>} Raises LoadError */
export const sharePanel = () => part("share-panel.js", "share-panel.css");

/**
 * Opens the program of this page's link, now and whenever the address changes to another (arrival.js).
 * @param {HTMLElement} host the program's element @param {HTMLElement} toolbar @param {() => import("./arrival.js").Text} own the reader's text here, or the page's example @param {(text: import("./arrival.js").Text) => void} take
 */
export async function follow(host, toolbar, own, take) {
  const open = async () => {
    if (!host.isConnected) return removeEventListener("hashchange", open);
    if (!/^#(share|code)=/.test(location.hash)) return;
    try {
      await (await part("arrival.js")).arrive(host, toolbar, own(), take);
    } catch (error) {
      note(toolbar, `The program in this link was not opened: ${/** @type {Error} */ (error).message}. Reload the page.`);
    }
  };
  addEventListener("hashchange", open);
  await open();
}
