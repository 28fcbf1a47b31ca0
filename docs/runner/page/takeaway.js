// @ts-check
/** A program leaves the page: to the clipboard, or as a file. */
import {part} from "./parts.js";

/** Copies a text; returns what to tell the reader. @param {string} text @param {string} done if the browser let us */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    return done;
  } catch {
    return "this browser doesn't let a page copy: use Download";
  }
}

/** Copies a link to the playground with a program in it; returns what to tell the reader. @param {string} source */
export async function copyLink(source) {
  try {
    const {link} = await part(new URL("./share.js", import.meta.url));
    return await copy(await link(source), "link copied");
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/** @param {string} name the file's name @param {string} source */
export function download(name, source) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([source], {type: "text/x-python"}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
