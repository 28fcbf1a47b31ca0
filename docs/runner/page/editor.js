// @ts-check
/**
 * The editor: CodeMirror, loaded on the first edit, or a plain text field where that can't be loaded.
 *
 * @typedef {{
 *   element: HTMLElement, getText(): string, setText(text: string): void, focus(): void, showLine(line: number): void,
 *   markLines(marks: {name: string, lines: number[]}): void,
 * }} Editor
 *   `markLines`: marks lines under a name (source-marks.js) until the text changes; a plain text field marks nothing
 * @typedef {{text: string, label: string, onChange(text: string): void, onRun(): void, onEscape(): boolean}} Options
 *   onEscape returns whether Escape did something (stopped the program); otherwise it lets Tab leave the editor
 */
import {part} from "./parts.js";

/** @param {Options} options @returns {Promise<Editor>} */
export async function create(options) {
  try {
    const [codemirror, {codeMirror}] = await Promise.all([part("../vendor/codemirror.js"), part("editor-codemirror.js")]);
    return codeMirror(codemirror, options);
  } catch (error) {
    console.warn("The editor could not be loaded; a plain text field takes its place.", error);
    return plain(options);
  }
}

/** @param {Options} options @returns {Editor} */
function plain({text, label, onChange}) {
  const field = document.createElement("textarea");
  field.className = "snippet-editor snippet-plain-editor";
  field.spellcheck = false;
  field.value = text;
  field.rows = Math.max(6, text.split("\n").length + 1);
  field.setAttribute("aria-label", label);
  field.addEventListener("input", () => onChange(field.value));
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
    markLines: () => {},
  };
}
