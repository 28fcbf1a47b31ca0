// @ts-check
/**
 * Where what a process writes at its descriptors 1 and 2 goes: to the page, or to an end of a pipe.
 *
 * To the page it is posted at once, because C code that comes back late, or never, may follow; a flood in batches: when
 * the program waits, when there is much, when some time has passed.
 */
import {OutputBound} from "../shared/output-bound.js";

const FLUSH_AFTER = 30; // milliseconds
const FLUSH_SIZE = 50_000; // characters
/** So many writes within FLUSH_AFTER are posted one by one; only a flood is collected, and as long as it lasts few go alone. */
const FLUSH_AT_ONCE = 200;
const FLUSH_IN_FLOOD = 10;
/** Writes are decoded together, up to so many bytes: the decoder takes as long for a line as for a page. */
const COLLECTED = 1 << 14;

/** @typedef {"stdout" | "stderr"} Name @typedef {{terminal: Name} | {end: string}} Target */

export class Output {
  /** @param {(chunks: import("../shared/output-bound.js").Chunk[]) => void} emit @param {(end: string, bytes: Uint8Array) => void} write */
  constructor(emit, write) {
    this.emit = emit;
    this.write = write;
    /** @type {import("../shared/output-bound.js").Chunk[]} */
    this.batch = [];
    this.size = 0;
    this.writes = 0;
    this.atOnce = FLUSH_AT_ONCE;
    this.windowEnd = 0;
    /** What was written to one stream, and is not decoded yet. */
    this.collected = new Uint8Array(COLLECTED);
    this.length = 0;
    /** @type {Name} */
    this.stream = "stdout";
    this.bound = new OutputBound((chunk) => this.add(chunk));
    // A byte order mark is a character like others, for a terminal.
    this.decoders = {stdout: new TextDecoder("utf-8", {ignoreBOM: true}), stderr: new TextDecoder("utf-8", {ignoreBOM: true})};
    /** @type {Record<Name, Target>} */
    this.targets = {stdout: {terminal: "stdout"}, stderr: {terminal: "stderr"}};
  }

  /** What Pyodide writes to. @param {Name} name */
  device(name) {
    return {
      isatty: false,
      write: (/** @type {Uint8Array} */ bytes) => {
        const target = this.targets[name];
        if ("end" in target) {
          this.write(target.end, bytes.slice());
        } else {
          this.collect(target.terminal, bytes);
          if (this.isDue()) this.flush();
        }
        return bytes.length;
      },
    };
  }

  /** @param {Name} stream @param {Uint8Array} bytes */
  collect(stream, bytes) {
    if (stream !== this.stream || this.length + bytes.length > COLLECTED) this.decode();
    this.stream = stream;
    if (bytes.length > COLLECTED) return this.pass(bytes);
    this.collected.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Passes on what was collected, in time order. */
  decode() {
    if (!this.length) return;
    this.pass(this.collected.subarray(0, this.length));
    this.length = 0;
  }

  /** @param {Uint8Array} bytes of the stream that was written to last */
  pass(bytes) {
    this.bound.write({stream: this.stream, text: this.decoders[this.stream].decode(bytes, {stream: true})});
  }

  /** @param {import("../shared/output-bound.js").Chunk} chunk */
  add({stream, text}) {
    const last = this.batch.at(-1);
    if (last?.stream === stream) last.text += text;
    else if (text) this.batch.push({stream, text});
    this.size += text.length;
  }

  isDue() {
    const now = performance.now();
    if (now > this.windowEnd) {
      const lasts = this.writes > FLUSH_AT_ONCE && now < this.windowEnd + FLUSH_AFTER;
      this.atOnce = lasts ? FLUSH_IN_FLOOD : FLUSH_AT_ONCE;
      this.windowEnd = now + FLUSH_AFTER;
      this.writes = 0;
    }
    this.writes += 1;
    return this.writes <= this.atOnce || this.size + this.length > FLUSH_SIZE;
  }

  flush() {
    this.decode();
    if (!this.batch.length) return;
    this.emit(this.batch);
    this.batch = [];
    this.size = 0;
  }

  /** The process waits for a reader, who has to see what it asks. */
  show() {
    this.decode();
    this.bound.end();
    this.flush();
  }

  /**
   * Keeps what is written from now on, until `text` is asked for; nothing goes to the page from then on until `end`.
   * @param {{head: number, tail: number}} limits characters @param {boolean} shows whether it goes to the page, too, until then
   * @returns {{text(): string, end(): void}}
   */
  keep(limits, shows) {
    this.end();
    const {bound, emit} = this;
    let text = "";
    const copy = new OutputBound((chunk) => (text += chunk.text), limits);
    const both = new OutputBound((chunk) => {
      copy.write(chunk);
      bound.write(chunk);
    }, {head: Infinity});
    const mute = () => Object.assign(this, {bound: copy, emit: () => {}});
    if (shows) this.bound = both;
    else mute();
    return {
      text: () => {
        this.end();
        copy.end();
        if (shows) bound.end();
        this.flush();
        mute();
        return text;
      },
      end: () => {
        this.end();
        Object.assign(this, {bound, emit});
      },
    };
  }

  /** What another process has printed comes between. @param {import("../shared/output-bound.js").Chunk[]} chunks */
  print(chunks) {
    this.decode();
    for (const chunk of chunks) this.bound.write(chunk);
    this.flush();
  }

  /** The process ends: what is left of a character that it has begun is shown as a terminal shows it, by U+FFFD. */
  end() {
    this.decode();
    for (const stream of /** @type {const} */ (["stdout", "stderr"])) this.bound.write({stream, text: this.decoders[stream].decode()});
    this.show();
  }
}
