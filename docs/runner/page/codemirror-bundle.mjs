// What the editor takes from CodeMirror 6. docs/_site/vendor.py bundles it into docs/runner/vendor/codemirror.js, which
// editor.js loads on the first edit.
export {autocompletion, closeBrackets, closeBracketsKeymap} from "@codemirror/autocomplete";
export {defaultKeymap, history, historyKeymap, indentLess, indentMore, isolateHistory} from "@codemirror/commands";
export {python} from "@codemirror/lang-python";
export {HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting} from "@codemirror/language";
export {highlightSelectionMatches, searchKeymap} from "@codemirror/search";
export {Compartment, RangeSetBuilder, StateEffect, StateField} from "@codemirror/state";
export {
  Decoration,
  EditorView,
  ViewPlugin,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
export {tags} from "@lezer/highlight";
