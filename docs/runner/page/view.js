// @ts-check

/** Where the page's sticky header ends; pixels from the window's top. */
export function viewTop() {
  return Math.max(0, document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0);
}
