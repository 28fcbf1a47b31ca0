// @ts-check
/**
 * A terminal's screen: carriage return and backspace move the cursor back; escape sequences move it, erase and colour (ECMA-48,
 * as xterm interprets it). Both streams write to one screen, as on a machine. Rows are as long as the text written to them; the
 * page wraps them.
 *
 * docs/_site/terminal.py does the same for recorded output when the site is built. tests/terminal_cases.json holds for both.
 *
 * @typedef {{bold?: true, dim?: true, italic?: true, underline?: true, strike?: true, inverse?: true, hidden?: true,
 *   fg?: string, bg?: string}} Style colours as "#rrggbb"
 * @typedef {{stream: string, style: Style | null}} Look
 * @typedef {{stream: string, style: Style | null, text: string}} Run
 */

/** The default width of `shutil.get_terminal_size()`; columns. */
const WIDTH = 80;
const HEIGHT = 24;
const TAB = 8;

const ESC = "\x1b";
const BEL = "\x07";
const PRINTABLE = /\P{Cc}+/uy;
const STRING = `[\\]PX^_][^${BEL}${ESC}\n]*`;
/** A whole sequence: CSI with its parameters and its last byte; a string (OSC, DCS, …) to its end; a short one. */
const SEQUENCE = new RegExp(`${ESC}(?:\\[([0-?]*)[ -/]*([@-~])|${STRING}(?:${BEL}|${ESC}\\\\)|[ -/]+[0-~]|([0-OQ-WYZ\\\\\`-~]))`, "y");
/** The beginning of a sequence; if nothing follows it, the rest may still come. */
const BEGINNING = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*|${STRING}(?:${ESC}$)?|[ -/]*)`, "y");

const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{EMod}]$/u;
const DOUBLE_WIDTH = /^(?:[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|(?!\p{RI})\p{Emoji_Presentation})$/u;
const JOINER = "\u200d";

/** xterm's sixteen colours. The page adjusts their lightness so that they can be read. */
const PALETTE = [
  "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
  "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
];
/** @type {Record<number, "bold" | "dim" | "italic" | "underline" | "inverse" | "hidden" | "strike">} */
const SWITCHED_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "inverse", 8: "hidden", 9: "strike", 21: "underline"};
/** @type {Record<number, (keyof Style)[]>} */
const SWITCHED_OFF = {
  22: ["bold", "dim"], 23: ["italic"], 24: ["underline"], 27: ["inverse"], 28: ["hidden"], 29: ["strike"], 39: ["fg"], 49: ["bg"],
};

/** @param {number[]} channels */
const hexadecimal = (channels) => `#${channels.map((channel) => Math.min(channel, 255).toString(16).padStart(2, "0")).join("")}`;

/** A colour of xterm's 256: sixteen, a cube of 6 × 6 × 6, and 24 shades of grey. @param {number} index */
function indexed(index) {
  if (index < 16) return PALETTE[index];
  if (index >= 232) return hexadecimal(Array(3).fill(8 + 10 * (index - 232)));
  const steps = [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6];
  return hexadecimal(steps.map((step) => step && 55 + 40 * step));
}

/**
 * The colour that follows 38 or 48: `5;N`, `2;R;G;B`, or with colons, which may name a colour space first.
 * @param {number[]} rest @param {boolean} colons @returns {{colour: string | null, used: number}}
 */
function extended(rest, colons) {
  if (rest[0] === 5) return {colour: rest[1] < 256 ? indexed(rest[1]) : null, used: 2};
  if (rest[0] !== 2) return {colour: null, used: 1};
  const channels = colons && rest.length > 4 ? rest.slice(2, 5) : rest.slice(1, 4);
  return {colour: channels.length === 3 ? hexadecimal(channels) : null, used: 4};
}

/** Applies "Select Graphic Rendition" to a style. @param {Style | null} before @param {string} parameters @returns {Style | null} */
function rendition(before, parameters) {
  /** @type {Style} */
  let style = {...before};
  const groups = parameters.split(";").map((group) => group.split(":").map(Number));
  for (let at = 0; at < groups.length; at += 1) {
    const [code, ...rest] = groups[at];
    if (code === 0) style = {};
    else if (code === 4 && rest[0] === 0) delete style.underline;
    else if (code in SWITCHED_ON) style[SWITCHED_ON[code]] = true;
    else if (code in SWITCHED_OFF) for (const name of SWITCHED_OFF[code]) delete style[name];
    else if (code === 38 || code === 48 || code === 58) {
      const {colour, used} = extended(rest.length ? rest : groups.slice(at + 1).map(([number]) => number), rest.length > 0);
      if (!rest.length) at += used;
      if (colour && code !== 58) style[code === 38 ? "fg" : "bg"] = colour;
    } else if (code >= 30 && code < 38) style.fg = PALETTE[code - 30];
    else if (code >= 40 && code < 48) style.bg = PALETTE[code - 40];
    else if (code >= 90 && code < 98) style.fg = PALETTE[code - 90 + 8];
    else if (code >= 100 && code < 108) style.bg = PALETTE[code - 100 + 8];
  }
  return Object.keys(style).length ? style : null;
}

/** A line of the screen: one text for each column; the columns behind a wide character or a tab have an empty one. */
export class Row {
  /** @type {string[]} */
  cells = [];
  /** @type {Look[]} */
  looks = [];
  /** Whether the row has changed since its view last set this to false. */
  dirty = true;

  /** Overwrites cells. @param {number} column @param {string} text @param {number} width @param {Look} look */
  put(column, text, width, look) {
    this.extend(column, look);
    this.separate(column);
    this.separate(column + width);
    for (let at = 0; at < width; at += 1) {
      this.cells[column + at] = at ? "" : text;
      this.looks[column + at] = look;
    }
    this.dirty = true;
  }

  /** Attaches a zero-width character to the character before a column. @param {number} column @param {string} text */
  attach(column, text) {
    let at = column - 1;
    while (at > 0 && this.cells[at] === "") at -= 1;
    if (this.cells[at] === undefined) return;
    this.cells[at] += text;
    this.dirty = true;
  }

  /** Blanks up to a column. @param {number} column @param {Look} look */
  extend(column, look) {
    while (this.cells.length < column) {
      this.cells.push(" ");
      this.looks.push({stream: look.stream, style: null});
    }
  }

  /** Blanks a wide character or tab that a column lies within. @param {number} column */
  separate(column) {
    if (this.cells[column] !== "") return;
    let at = column;
    while (at > 0 && this.cells[at] === "") at -= 1;
    do this.cells[at++] = " ";
    while (this.cells[at] === "");
  }

  /** @param {number} from @param {number} [to] the column after the last; by default the rest of the row */
  erase(from, to = this.cells.length) {
    this.separate(from);
    this.separate(to);
    if (to >= this.cells.length) this.cells.length = this.looks.length = Math.min(from, this.cells.length);
    else this.cells.fill(" ", from, to);
    for (let at = from; at < Math.min(to, this.looks.length); at += 1) this.looks[at] = {...this.looks[at], style: null};
    this.dirty = true;
  }

  /** Removes characters; the rest moves left. @param {number} column @param {number} count */
  remove(column, count) {
    this.separate(column);
    this.separate(column + count);
    this.cells.splice(column, count);
    this.looks.splice(column, count);
    this.dirty = true;
  }

  /** Inserts blanks; the rest moves right. @param {number} column @param {number} count @param {Look} look */
  insert(column, count, look) {
    if (column >= this.cells.length) return;
    this.separate(column);
    this.cells.splice(column, 0, ...Array(count).fill(" "));
    this.looks.splice(column, 0, ...Array(count).fill({stream: look.stream, style: null}));
    this.dirty = true;
  }

  get text() {
    return this.cells.join("");
  }

  /** The row's text, in runs of one look. @returns {Run[]} */
  runs() {
    /** @type {Run[]} */
    const runs = [];
    for (const [column, text] of this.cells.entries()) {
      const {stream, style} = this.looks[column];
      const last = runs.at(-1);
      if (last && last.stream === stream && same(last.style, style)) last.text += text;
      else runs.push({stream, style, text});
    }
    return runs;
  }
}

/** @param {Style | null} one @param {Style | null} other */
function same(one, other) {
  return one === other || (one !== null && other !== null && JSON.stringify(one) === JSON.stringify(other));
}

/** @param {string} character @param {string} before the character before it */
function widthOf(character, before) {
  if (character < "\u0300") return 1;
  if (ZERO_WIDTH.test(character) || before.endsWith(JOINER)) return 0;
  return DOUBLE_WIDTH.test(character) ? 2 : 1;
}

export class Terminal {
  /** @type {Row[]} */
  rows = [new Row()];
  /** The first row that the cursor can still reach; the rows above have left the screen. */
  top = 0;
  line = 0;
  column = 0;
  /** @type {Style | null} */
  style = null;
  saved = {line: 0, column: 0};
  /** For each stream, the beginning of a sequence whose rest hasn't arrived yet. @type {Record<string, string>} */
  unfinished = {};

  /** @param {string} stream @param {string} text */
  write(stream, text) {
    const all = (this.unfinished[stream] ?? "") + text;
    this.unfinished[stream] = "";
    for (let at = 0; at < all.length; ) {
      PRINTABLE.lastIndex = SEQUENCE.lastIndex = BEGINNING.lastIndex = at;
      const printable = PRINTABLE.exec(all)?.[0];
      const sequence = printable ? null : SEQUENCE.exec(all);
      const beginning = printable || sequence ? undefined : BEGINNING.exec(all)?.[0];
      if (printable) {
        this.print(printable, {stream, style: this.style});
        at += printable.length;
      } else if (sequence) {
        this.obey(sequence[2] ?? `${ESC}${sequence[3] ?? ""}`, sequence[1] ?? "", stream);
        at += sequence[0].length;
      } else if (beginning !== undefined) {
        at += beginning.length;
        if (at === all.length) this.unfinished[stream] = beginning;
      } else {
        this.control(all[at], stream);
        at += 1;
      }
    }
  }

  /** Returns the rows that have left the screen since the last call; they can't change any more. */
  release() {
    const gone = this.rows.splice(0, this.top);
    this.line -= this.top;
    this.saved.line = Math.max(0, this.saved.line - this.top);
    this.top = 0;
    return gone;
  }

  /** The row of the cursor. */
  row() {
    while (this.rows.length <= this.line) this.rows.push(new Row());
    this.top = Math.max(this.top, this.rows.length - HEIGHT);
    return this.rows[this.line];
  }

  /** @param {string} text @param {Look} look */
  print(text, look) {
    const row = this.row();
    for (const character of text) {
      const width = widthOf(character, row.cells[this.column - 1] || row.cells[this.column - 2] || "");
      if (width) row.put(this.column, character, width, look);
      else row.attach(this.column, character);
      this.column += width;
    }
  }

  /** @param {string} character @param {string} stream */
  control(character, stream) {
    if (character === "\n" || character === "\v" || character === "\f") {
      this.row(); // creates the row that the cursor jumped to
      this.line += 1;
      if (character === "\n") this.column = 0;
      this.row();
    } else if (character === "\r") this.column = 0;
    else if (character === "\b") this.column = Math.max(0, this.column - 1);
    else if (character === "\t") {
      const width = TAB - (this.column % TAB);
      // Over text a tab only moves the cursor; at a line's end it stays in the text, so that copies contain it.
      if (this.column >= this.row().cells.length) this.row().put(this.column, "\t", width, {stream, style: null});
      this.column += width;
    }
  }

  /** @param {number} line @param {number} column */
  moveTo(line, column) {
    this.line = Math.max(this.top, Math.min(line, this.top + HEIGHT - 1));
    this.column = Math.max(0, Math.min(column, Math.max(WIDTH - 1, this.rows[this.line]?.cells.length ?? 0)));
  }

  /** Executes a sequence; sequences that only real screens need do nothing. @param {string} name @param {string} parameters @param {string} stream */
  obey(name, parameters, stream) {
    if (/^[<-?]/.test(parameters)) return; // private modes: the cursor's visibility, the mouse, the other screen
    const numbers = parameters.split(";").map(Number);
    const mode = numbers[0];
    const count = Math.min(mode || 1, WIDTH * HEIGHT);
    const look = {stream, style: this.style};
    const {line, column} = this;
    if (name === "m") this.style = rendition(this.style, parameters);
    else if (name === "A") this.moveTo(line - count, column);
    else if (name === "B" || name === "e") this.moveTo(line + count, column);
    else if (name === "C" || name === "a") this.moveTo(line, column + count);
    else if (name === "D") this.moveTo(line, column - count);
    else if (name === "E") this.moveTo(line + count, 0);
    else if (name === "F") this.moveTo(line - count, 0);
    else if (name === "G" || name === "`") this.moveTo(line, count - 1);
    else if (name === "d") this.moveTo(this.top + count - 1, column);
    else if (name === "H" || name === "f") this.moveTo(this.top + count - 1, (numbers[1] || 1) - 1);
    else if (name === "K") this.eraseLine(mode);
    else if (name === "J") this.eraseScreen(mode);
    else if (name === "X") this.row().erase(column, column + count);
    else if (name === "P") this.row().remove(column, count);
    else if (name === "@") this.row().insert(column, Math.min(count, WIDTH), look);
    else if (name === "s" || name === `${ESC}7`) this.saved = {line, column};
    else if (name === "u" || name === `${ESC}8`) this.moveTo(this.saved.line, this.saved.column);
    else if (name === `${ESC}M`) this.moveTo(line - 1, column);
    else if (name === `${ESC}D`) this.control("\v", stream);
    else if (name === `${ESC}E`) this.control("\n", stream);
    else if (name === `${ESC}c`) {
      this.style = null;
      this.eraseScreen(2);
      this.moveTo(this.top, 0);
    }
  }

  /** @param {number} mode 0: from the cursor on; 1: up to it; 2: the whole line */
  eraseLine(mode) {
    if (mode === 0) this.row().erase(this.column);
    else if (mode === 1) this.row().erase(0, this.column + 1);
    else if (mode === 2) this.row().erase(0);
  }

  /** @param {number} mode 0: from the cursor on; 1: up to it; otherwise all. Rows that have left the screen stay: readers may want them. */
  eraseScreen(mode) {
    if (mode === 0) {
      this.eraseLine(0);
      this.rows.length = this.line + 1;
    } else if (mode === 1) {
      this.eraseLine(1);
      for (const row of this.rows.slice(this.top, this.line)) row.erase(0);
    } else if (mode === 2) {
      this.rows.length = this.top;
      if (!this.rows.length) this.rows.push(new Row());
    }
  }
}
