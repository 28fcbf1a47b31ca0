// @ts-check
/** A program leaves the page: to the clipboard, or as a file. */

/** Copies a text; returns whether the browser let us. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
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
