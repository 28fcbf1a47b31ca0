// @ts-check
/** The reader's input: like a terminal in canonical mode, it delivers whole lines (termios(3)). */
import {Flow} from "./streams.js";

const PAGE = 0;

export class Keyboard extends Flow {
  constructor() {
    super(Infinity);
    this.line = "";
  }

  /** @param {string} text its lines can be read once complete */
  type(text) {
    const lines = (this.line + text).split("\n");
    this.line = lines.pop() ?? "";
    for (const line of lines) this.add(`${line}\n`);
  }

  /** The end of the input (^D): one read returns it; the next one waits for further input. */
  end() {
    if (this.line) {
      this.add(this.line);
      this.add(""); // a reader of lines takes this for the end of the last one
      this.line = "";
    }
    this.add("");
  }

  /** @param {string} line */
  add(line) {
    const bytes = new TextEncoder().encode(line);
    this.chunks.push({from: PAGE, bytes, ancillary: []});
    this.size += bytes.length;
  }

  /** Takes at most one line. @param {number} size @param {boolean} peek */
  take(size, peek) {
    const [line] = this.chunks;
    const data = line.bytes.slice(0, size);
    if (!peek) {
      line.bytes = line.bytes.subarray(size);
      this.size -= data.length;
      if (!line.bytes.length) this.chunks.shift();
    }
    return {data, ancillary: [], consumed: new Map()};
  }
}
