// @ts-check
/**
 * Bounds a program's output: the beginning is passed on at once, the end when the program ends, and a line in between says what
 * was cut. A page with a million lines is of no use, and might crash.
 *
 * @typedef {{stream: "stdout" | "stderr", text: string}} Chunk
 */

/** The first units of a text, one less if that would split a surrogate pair. @param {string} text @param {number} count */
const whole = (text, count) => (count < text.length && /[\uD800-\uDBFF]/.test(text.charAt(count - 1)) ? count - 1 : count);

export class OutputBound {
  /**
   * @param {(chunk: Chunk) => void} emit receives the chunks to show, in order
   * @param {{head?: number, tail?: number}} [limits] characters passed on at once, and kept for the end
   */
  constructor(emit, {head = 200_000, tail = 20_000} = {}) {
    this.emit = emit;
    this.headLeft = head;
    this.tailSize = tail;
    /** @type {Chunk[]} */
    this.tail = [];
    this.tailLength = 0;
    this.cutLines = 0;
    this.cutCharacters = 0;
    this.midLine = false;
  }

  /** Takes a chunk that the program wrote. @param {Chunk} chunk */
  write(chunk) {
    const shown = chunk.text.slice(0, whole(chunk.text, this.headLeft));
    if (shown) {
      this.headLeft -= shown.length;
      this.midLine = !shown.endsWith("\n");
      this.emit({stream: chunk.stream, text: shown});
    }
    if (shown.length === chunk.text.length) return;
    this.headLeft = 0;
    const rest = chunk.text.slice(shown.length);
    const last = this.tail.at(-1);
    if (last?.stream === chunk.stream && last.text.length < this.tailSize) last.text += rest;
    else this.tail.push({stream: chunk.stream, text: rest});
    this.tailLength += rest.length;
    while (this.tail.length > 1 && this.tailLength - this.tail[0].text.length >= this.tailSize) this.drop(this.tail[0].text.length);
  }

  /** Passes on the end of the output so far, after a line that says what was cut. */
  end() {
    if (!this.tail.length) return;
    if (this.tailLength > this.tailSize) this.drop(this.tailLength - this.tailSize);
    if (this.cutCharacters) {
      const what = `${this.cutLines.toLocaleString("en")} lines (${this.cutCharacters.toLocaleString("en")} characters)`;
      this.emit({stream: "stderr", text: `${this.midLine ? "\n" : ""}[… ${what} are not shown: this page keeps the first and the last …]\n`});
    }
    for (const chunk of this.tail) this.emit(chunk);
    this.tail = [];
    this.tailLength = this.cutLines = this.cutCharacters = 0;
  }

  /** Forgets the oldest characters of the tail. @param {number} count */
  drop(count) {
    const first = this.tail[0];
    const gone = first.text.slice(0, whole(first.text, count) < count ? count + 1 : count);
    for (let at = gone.indexOf("\n"); at !== -1; at = gone.indexOf("\n", at + 1)) this.cutLines += 1;
    this.cutCharacters += gone.length;
    this.tailLength -= gone.length;
    if (gone.length === first.text.length) this.tail.shift();
    else first.text = first.text.slice(gone.length);
    if (gone.length < count && this.tail.length) this.drop(count - gone.length);
  }
}
