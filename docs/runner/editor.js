// @ts-check
/**
 * The editor: CodeMirror, loaded on the first edit, or a plain text field where that can't be loaded.
 *
 * @typedef {{
 *   element: HTMLElement, getText(): string, setText(text: string): void, focus(): void, showLine(line: number): void,
 * }} Editor
 * @typedef {{text: string, label: string, onChange(text: string): void, onRun(): void, onEscape(): boolean}} Options
 *   onEscape returns whether Escape did something (stopped the program); otherwise it lets Tab leave the editor
 */

/** @param {Options} options @returns {Promise<Editor>} */
export async function create(options) {
  try {
    const codemirror = /** @type {any} */ (await import("./vendor/codemirror.js"));
    return codeMirror(codemirror, options);
  } catch (error) {
    console.warn("The editor could not be loaded; a plain text field takes its place.", error);
    return plain(options);
  }
}

/** @param {any} cm @param {Options} options @returns {Editor} */
function codeMirror(cm, {text, label, onChange, onRun, onEscape}) {
  // Tab indents, so a way out is needed for those without a mouse: Escape, then Tab.
  let tabLeaves = false;
  const tab = (/** @type {(view: any) => boolean} */ command) => (/** @type {any} */ view) => !tabLeaves && command(view);
  const style = cm.HighlightStyle.define([
    {tag: cm.tags.keyword, color: "var(--md-code-hl-keyword-color)"},
    {tag: [cm.tags.string, cm.tags.special(cm.tags.string)], color: "var(--md-code-hl-string-color)"},
    {tag: cm.tags.number, color: "var(--md-code-hl-number-color)"},
    {tag: [cm.tags.bool, cm.tags.null], color: "var(--md-code-hl-constant-color)"},
    {tag: cm.tags.comment, color: "var(--md-code-hl-comment-color)"},
    {tag: [cm.tags.function(cm.tags.definition(cm.tags.variableName)), cm.tags.definition(cm.tags.className)], color: "var(--md-code-hl-function-color)"},
    {tag: cm.tags.operator, color: "var(--md-code-hl-operator-color)"},
  ]);
  const view = new cm.EditorView({
    doc: text,
    extensions: [
      cm.lineNumbers(),
      cm.history(),
      cm.drawSelection(),
      cm.indentOnInput(),
      cm.indentUnit.of("    "),
      cm.bracketMatching(),
      cm.closeBrackets(),
      cm.highlightActiveLine(),
      cm.highlightSelectionMatches(),
      cm.syntaxHighlighting(style),
      cm.python(),
      cm.EditorView.contentAttributes.of({"aria-label": `${label}: Tab indents; Escape, then Tab leaves`}),
      cm.EditorView.updateListener.of((/** @type {any} */ update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
      cm.EditorView.domEventHandlers({
        keydown: (/** @type {KeyboardEvent} */ event) => {
          if (!["Tab", "Shift", "Escape"].includes(event.key)) tabLeaves = false;
          return false;
        },
      }),
      cm.keymap.of([
        {key: "Mod-Enter", run: () => (onRun(), true)},
        {key: "Escape", run: () => onEscape() || (tabLeaves = true)},
        {key: "Tab", run: tab(cm.indentMore), shift: tab(cm.indentLess)},
        ...cm.closeBracketsKeymap,
        ...cm.defaultKeymap,
        ...cm.searchKeymap,
        ...cm.historyKeymap,
      ]),
    ],
  });
  return {
    element: view.dom,
    getText: () => view.state.doc.toString(),
    setText: (text) => view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: text}}),
    focus: () => view.focus(),
    showLine: (number) => {
      const line = view.state.doc.line(Math.min(number, view.state.doc.lines));
      view.dispatch({selection: {anchor: line.from, head: line.to}, effects: cm.EditorView.scrollIntoView(line.from, {y: "center"})});
      view.focus();
    },
  };
}

/** @param {Options} options @returns {Editor} */
function plain({text, label, onChange, onRun, onEscape}) {
  const field = document.createElement("textarea");
  field.className = "snippet-plain-editor";
  field.spellcheck = false;
  field.value = text;
  field.rows = Math.max(6, text.split("\n").length + 1);
  field.setAttribute("aria-label", label);
  field.addEventListener("input", () => onChange(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    } else if (event.key === "Escape") {
      onEscape();
    }
  });
  return {
    element: field,
    getText: () => field.value,
    setText: (text) => {
      field.value = text;
      onChange(text);
    },
    focus: () => field.focus(),
    showLine: (number) => {
      const lines = field.value.split("\n");
      const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
      field.focus();
      field.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
    },
  };
}
