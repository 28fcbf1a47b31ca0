// @ts-check
/**
 * Imports a module of which nothing is imported by name, as its text has been loaded. A browser remembers an `import()` that
 * failed until the page is reloaded; this can be tried again.
 * @param {Blob} source @returns {Promise<any>}
 */
export async function importText(source) {
  const url = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
