// @ts-check
/**
 * The editor built on CodeMirror: extensions, keys and line marks.
 *
 * @typedef {import("./editor.js").Editor} Editor @typedef {import("./editor.js").Options} Options
 */
import {isDark, theme, watchScheme} from "./editor-theme.js";
import {isNarrow, watchWidth, wrapping} from "./editor-wrapping.js";

/** @param {any} cm CodeMirror's modules @param {Options} options @returns {Editor} */
export function codeMirror(cm, {text, label, onChange, onRun, onEscape}) {
  const {EditorView} = cm;
  // Tab indents, so keyboard users need a way out: Escape, then Tab.
  let tabLeaves = false;
  const tab = (/** @type {(view: any) => boolean} */ command) => (/** @type {any} */ view) => !tabLeaves && command(view);
  const shown = shownLine(cm);
  const marked = markedLines(cm);
  const scheme = following(cm, isDark, watchScheme, (dark) => EditorView.darkTheme.of(dark));
  const width = following(cm, isNarrow, watchWidth, (narrow) => wrapping(cm, narrow));
  const view = new EditorView({
    doc: text,
    extensions: [
      cm.lineNumbers(),
      cm.history(),
      cm.drawSelection(),
      cm.highlightSpecialChars(),
      cm.indentOnInput(),
      cm.indentUnit.of("    "),
      cm.bracketMatching(),
      cm.closeBrackets(),
      // Only on Ctrl+Space, so that Enter and Tab keep their meaning while a reader types.
      cm.autocompletion({activateOnTyping: false, icons: false}),
      cm.highlightActiveLine(),
      cm.highlightActiveLineGutter(),
      cm.highlightSelectionMatches(),
      cm.python(),
      theme(cm),
      scheme,
      width,
      shown.extension,
      marked.extension,
      // An editable element is focusable anyway; accessibility checkers ask for the attribute on scrollable regions.
      EditorView.contentAttributes.of({"aria-label": `${label}: Tab indents; Escape, then Tab leaves`, tabindex: "0"}),
      EditorView.updateListener.of((/** @type {any} */ update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
      EditorView.domEventHandlers({
        keydown: (/** @type {KeyboardEvent} */ event) => {
          if (!["Tab", "Shift", "Escape"].includes(event.key)) tabLeaves = false;
          return false;
        },
      }),
      cm.keymap.of([
        {key: "Mod-Enter", run: () => (onRun(), true)},
        {key: "Tab", run: tab(cm.indentMore), shift: tab(cm.indentLess)},
        ...cm.closeBracketsKeymap,
        ...cm.searchKeymap,
        // After the search panel's own.
        {key: "Escape", run: () => onEscape() || (tabLeaves = true)},
        ...cm.defaultKeymap,
        ...cm.historyKeymap,
      ]),
    ],
  });
  // Panels stay in view as the toolbar below the editor does: above it. The size changes with a panel, too.
  new ResizeObserver(() => {
    const bar = view.dom.closest("py-snippet")?.querySelector(".snippet-toolbar");
    view.dom.style.setProperty("--editor-below", `${bar?.getBoundingClientRect().height ?? 0}px`);
  }).observe(view.dom);
  return {
    element: view.dom,
    getText: () => view.state.doc.toString(),
    // A separate step in the undo history: one undo restores the previous text, even if it was typed a moment ago.
    setText: (text) => view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: text}, annotations: cm.isolateHistory.of("full")}),
    focus: () => view.focus(),
    showLine: (number) => {
      const line = view.state.doc.line(Math.min(number, view.state.doc.lines));
      view.dispatch({
        selection: {anchor: line.from + line.text.search(/\S|$/)},
        effects: [shown.set.of(line), EditorView.scrollIntoView(line.from, {y: "center"})],
      });
      view.focus();
    },
    markLines: (marks) => view.dispatch({effects: marked.set.of(marks)}),
  };
}

/**
 * An extension that depends on a value of the page and is reconfigured when the value changes, as long as the editor lives.
 * @template T
 * @param {any} cm @param {() => T} read @param {(changed: () => void) => () => void} watch returns a function that stops watching
 * @param {(value: T) => unknown} extension
 */
function following(cm, read, watch, extension) {
  const compartment = new cm.Compartment();
  const watcher = cm.ViewPlugin.define((/** @type {any} */ view) => {
    let value = read();
    const stop = watch(() => {
      if (read() === value) return;
      value = read();
      view.dispatch({effects: compartment.reconfigure(extension(value))});
    });
    return {destroy: stop};
  });
  return [compartment.of(extension(read())), watcher];
}

/** The line that a traceback has led to, marked until the program's text changes. @param {any} cm */
function shownLine(cm) {
  const set = cm.StateEffect.define();
  const line = cm.Decoration.line({class: "cm-shownLine"});
  const text = cm.Decoration.mark({class: "cm-shownText"});
  const extension = cm.StateField.define({
    create: () => cm.Decoration.none,
    update: (/** @type {any} */ marks, /** @type {any} */ transaction) => {
      for (const effect of transaction.effects) {
        if (!effect.is(set)) continue;
        const {from, to, text: content} = effect.value;
        return cm.Decoration.set([line.range(from), ...(content.trim() ? [text.range(from + content.search(/\S/), to)] : [])]);
      }
      return transaction.docChanged ? cm.Decoration.none : marks;
    },
    provide: (/** @type {any} */ field) => cm.EditorView.decorations.from(field),
  });
  return {set, extension};
}

/** Lines that are marked under some names. @param {any} cm */
function markedLines(cm) {
  const set = cm.StateEffect.define();
  const extension = cm.StateField.define({
    create: () => cm.Decoration.none,
    update: (/** @type {any} */ marks, /** @type {any} */ {effects, docChanged, newDoc}) => {
      let kept = docChanged ? cm.Decoration.none : marks;
      for (const effect of effects) {
        if (!effect.is(set)) continue;
        const {name, lines} = /** @type {{name: string, lines: number[]}} */ (effect.value);
        const mark = cm.Decoration.line({class: `source-${name}`, name});
        const there = [...new Set(lines)].filter((number) => number > 0 && number <= newDoc.lines);
        const add = there.sort((one, other) => one - other).map((number) => mark.range(newDoc.line(number).from));
        kept = kept.update({filter: (/** @type {any} */ _from, /** @type {any} */ _to, /** @type {any} */ {spec}) => spec.name !== name, add});
      }
      return kept;
    },
    provide: (/** @type {any} */ field) => cm.EditorView.decorations.from(field),
  });
  return {set, extension};
}
