// @ts-check
/**
 * How CodeMirror looks. It rewrites its element's class whenever focus or theme change, and its own rules are more specific
 * than a page's, so it can only be styled through its themes. The colours are variables in runner.css, which defines both
 * schemes, so one theme serves both; CodeMirror must know which scheme is active for what the theme leaves alone.
 */

const LINE = "1px solid var(--snippet-line)";

const RULES = {
  "&": {
    maxHeight: "34rem",
    isolation: "isolate", // what lies on top in it doesn't lie on top of the page's header
    borderTop: LINE,
    backgroundColor: "var(--md-code-bg-color)",
    color: "var(--md-code-fg-color)",
    fontSize: "var(--snippet-editor-size)",
  },
  // An outline would lie below the gutters.
  "&.cm-focused": {outline: "none"},
  "&.cm-focused::after": {
    content: '""',
    position: "absolute",
    inset: "0",
    zIndex: "300",
    border: "2px solid var(--snippet-accent)",
    pointerEvents: "none",
  },
  ".cm-scroller": {
    minHeight: "var(--snippet-editor-height)",
    overflow: "auto",
    fontFamily: "var(--md-code-font-family, monospace)",
    lineHeight: "1.4",
  },
  ".cm-cursor, .cm-dropCursor": {borderLeft: "2px solid var(--md-code-fg-color)", marginLeft: "-1px"},
  ".cm-selectionBackground": {background: "var(--snippet-selection-unfocused)"},
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {background: "var(--snippet-selection)"},
  // Both lie above the selection, so they must be transparent.
  ".cm-activeLine": {backgroundColor: "transparent"},
  "&.cm-focused .cm-activeLine": {backgroundColor: "var(--snippet-active-line)"},
  ".cm-gutters": {
    borderRight: LINE,
    backgroundColor: "var(--md-code-bg-color)",
    color: "var(--snippet-quiet)",
  },
  ".cm-activeLineGutter": {backgroundColor: "transparent"},
  "&.cm-focused .cm-activeLineGutter": {backgroundColor: "var(--snippet-active-line)", color: "var(--md-code-fg-color)"},
  "&.cm-focused .cm-matchingBracket": {backgroundColor: "transparent", outline: "1px solid var(--snippet-accent)"},
  "&.cm-focused .cm-nonmatchingBracket": {backgroundColor: "transparent", outline: "1px dashed var(--snippet-error)"},
  ".cm-selectionMatch": {backgroundColor: "transparent", outline: "1px dotted var(--snippet-quiet)"},
  ".cm-searchMatch, .cm-searchMatch span": {backgroundColor: "var(--snippet-match)", color: "var(--snippet-match-text)"},
  ".cm-searchMatch.cm-searchMatch-selected, .cm-searchMatch.cm-searchMatch-selected span": {
    backgroundColor: "var(--snippet-match-current)",
    color: "var(--snippet-match-current-text)",
  },
  ".cm-specialChar": {color: "var(--snippet-error)"},
  // As source-marks.js marks them in the page's code: running.css.
  ".cm-line.source-next": {boxShadow: "inset 3px 0 var(--source-next)", backgroundColor: "color-mix(in srgb, var(--source-next) 9%, transparent)"},
  ".cm-line.source-wrong": {boxShadow: "inset 3px 0 var(--source-wrong)", backgroundColor: "color-mix(in srgb, var(--source-wrong) 9%, transparent)"},
  // Where a traceback leads.
  ".cm-shownLine": {boxShadow: "inset 3px 0 var(--snippet-error)"},
  ".cm-shownText": {
    textDecoration: "underline wavy var(--snippet-error) 1px",
    textUnderlineOffset: "0.25em",
    textDecorationSkipInk: "none",
  },

  ".cm-panels": {backgroundColor: "var(--md-default-bg-color)", color: "var(--md-default-fg-color)", fontSize: "0.64rem"},
  ".cm-panels.cm-panels-top": {borderBottom: LINE},
  ".cm-panels.cm-panels-bottom": {borderTop: LINE, bottom: "var(--editor-below) !important"},
  ".cm-panel.cm-search, .cm-dialog": {padding: "0.3rem 2.4rem 0.3rem 0.6rem"},
  ".cm-panel.cm-search label, .cm-dialog label": {display: "inline-flex", alignItems: "center", gap: "0.2rem", fontSize: "inherit", whiteSpace: "nowrap", verticalAlign: "middle"},
  ".cm-panel.cm-search label": {minHeight: "var(--snippet-target)"},
  ".cm-panel.cm-search input[type=checkbox]": {width: "0.8rem", height: "0.8rem", accentColor: "var(--snippet-accent)"},
  ".cm-textfield": {
    width: "8rem",
    minHeight: "var(--snippet-target)",
    padding: "0 0.4rem",
    border: "1px solid var(--snippet-quiet)",
    borderRadius: "0.2rem",
    backgroundColor: "var(--md-code-bg-color)",
    color: "var(--md-code-fg-color)",
    fontFamily: "var(--md-code-font-family, monospace)",
    fontSize: "var(--snippet-editor-size)",
  },
  ".cm-dialog .cm-textfield": {width: "5rem"},
  ".cm-textfield::placeholder": {color: "var(--snippet-quiet)", opacity: "1"},
  ".cm-button": {
    minWidth: "var(--snippet-target)",
    minHeight: "var(--snippet-target)",
    padding: "0 0.6rem",
    border: "1px solid var(--snippet-quiet)",
    borderRadius: "0.2rem",
    background: "none",
    color: "inherit",
    fontSize: "inherit",
    cursor: "pointer",
    "&:hover, &:active": {background: "var(--snippet-line)"},
  },
  ".cm-textfield:focus-visible, .cm-button:focus-visible, [name=close]:focus-visible": {outline: "2px solid var(--snippet-accent)"},
  ".cm-panel.cm-search [name=close], .cm-dialog .cm-dialog-close": {
    minWidth: "max(1.4rem, var(--snippet-target))",
    minHeight: "max(1.4rem, var(--snippet-target))",
    color: "inherit",
    fontSize: "0.9rem",
    cursor: "pointer",
  },

  // Completions may lie over the toolbar, which is sticky.
  "&:has(.cm-tooltip)": {zIndex: "3"},
  ".cm-tooltip": {
    border: "1px solid var(--snippet-quiet)",
    borderRadius: "0.2rem",
    backgroundColor: "var(--md-default-bg-color)",
    color: "var(--md-default-fg-color)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {fontFamily: "var(--md-code-font-family, monospace)", minWidth: "10rem"},
  // Undo the margins that Material gives to lists.
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {minHeight: "var(--snippet-target)", margin: "0", padding: "0.1rem 0.4rem", alignContent: "center"},
  ".cm-tooltip-autocomplete ul li[aria-selected]": {backgroundColor: "var(--snippet-accent)", color: "var(--md-default-bg-color)"},
  ".cm-completionMatchedText": {fontWeight: "700"},
};

/** The theme and the syntax colours, for both schemes. @param {any} cm CodeMirror */
export function theme(cm) {
  const {tags} = cm;
  const highlighting = cm.HighlightStyle.define([
    {tag: tags.keyword, color: "var(--md-code-hl-keyword-color)"},
    {tag: [tags.string, tags.special(tags.string)], color: "var(--md-code-hl-string-color)"},
    {tag: tags.number, color: "var(--md-code-hl-number-color)"},
    {tag: [tags.bool, tags.null], color: "var(--md-code-hl-constant-color)"},
    {tag: tags.comment, color: "var(--md-code-hl-comment-color)"},
    {tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--md-code-hl-function-color)"},
    {tag: tags.operator, color: "var(--md-code-hl-operator-color)"},
  ]);
  return [cm.EditorView.theme(RULES), cm.syntaxHighlighting(highlighting), cm.EditorView.editorAttributes.of({class: "snippet-editor"})];
}

/** The attribute in which Material names the page's colour scheme. */
const SCHEME = "data-md-color-scheme";

export const isDark = () => document.body.getAttribute(SCHEME) === "slate";

/** Calls back when the scheme changes; returns a function that stops it. @param {() => void} changed */
export function watchScheme(changed) {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {attributes: true, attributeFilter: [SCHEME]});
  return () => observer.disconnect();
}
