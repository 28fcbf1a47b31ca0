// @ts-check
/**
 * Imports a module from its text. A browser remembers an `import()` of an address that failed until the page is reloaded; this can
 * be tried again.
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
