// @ts-check
/** Styles that come with a script which only some pages load: for what it adds to them. */

/** Has a style sheet hold; if it can't be loaded, what it is for is shown without. @param {URL} sheet */
export async function styled(sheet) {
  try {
    const response = await fetch(sheet);
    const styles = new CSSStyleSheet();
    styles.replaceSync(response.ok ? await response.text() : "");
    document.adoptedStyleSheets.push(styles);
  } catch {
    // No network: words and buttons are enough.
  }
}
