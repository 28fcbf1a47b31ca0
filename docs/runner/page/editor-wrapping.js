// @ts-check
/**
 * Wraps long lines on a narrow screen. Continuations hang below the line's own text, so that Python's
 * indentation stays visible.
 */

/** How far a continuation is indented beyond its line; characters. */
const HANGING = 2;
/** What CodeMirror puts before a line's text. */
const PADDING = "6px";
const NARROW = matchMedia("(max-width: 44.984375em)");

export const isNarrow = () => NARROW.matches;

/** Calls back when the screen becomes narrow or wide; returns a function that stops it. @param {() => void} changed */
export function watchWidth(changed) {
  NARROW.addEventListener("change", changed);
  return () => NARROW.removeEventListener("change", changed);
}

/** @param {any} cm CodeMirror @param {boolean} narrow */
export function wrapping(cm, narrow) {
  if (!narrow) return [];
  /** @type {Map<number, unknown>} */
  const kept = new Map();
  const hanging = (/** @type {number} */ indent) => {
    const width = `${indent + HANGING}ch`;
    const style = `padding-left: calc(${PADDING} + ${width}); text-indent: -${width}`;
    const mark = kept.get(indent) ?? cm.Decoration.line({attributes: {style}});
    kept.set(indent, mark);
    return mark;
  };
  const marks = (/** @type {any} */ view) => {
    const builder = new cm.RangeSetBuilder();
    for (const {from, to} of view.visibleRanges) {
      for (let at = from; at <= to;) {
        const line = view.state.doc.lineAt(at);
        builder.add(line.from, line.from, hanging(line.text.search(/[^ ]|$/)));
        at = line.to + 1;
      }
    }
    return builder.finish();
  };
  const plugin = cm.ViewPlugin.define(
    (/** @type {any} */ view) => ({
      marks: marks(view),
      update(/** @type {any} */ update) {
        if (update.docChanged || update.viewportChanged) this.marks = marks(update.view);
      },
    }),
    {decorations: (/** @type {any} */ value) => value.marks},
  );
  return [cm.EditorView.lineWrapping, plugin];
}
