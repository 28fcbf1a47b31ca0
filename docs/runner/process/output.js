// @ts-check
/**
 * The destinations of a process's descriptors 1 and 2: the page, or an end of a pipe.
 *
 * Writes to the page are posted at once, because C code that returns late, or never, may follow; a flood is posted in batches:
 * when the program waits, when a batch is full, when some time has passed.
 */
import {OutputBound} from "../shared/output-bound.js";

const FLUSH_AFTER = 30; // milliseconds
const FLUSH_SIZE = 50_000; // characters
/** This many writes within FLUSH_AFTER are posted one by one; more are a flood, which is collected. */
const FLUSH_AT_ONCE = 200;
const FLUSH_IN_FLOOD = 10;
/** Writes are decoded together, up to this many bytes: the decoder takes about as long for a line as for a page. */
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
    /** Bytes written to one stream and not decoded yet. */
    this.collected = new Uint8Array(COLLECTED);
    this.length = 0;
    /** @type {Name} */
    this.stream = "stdout";
    this.bound = new OutputBound((chunk) => this.add(chunk));
    // For a terminal, a byte order mark is a character like any other.
    this.decoders = {stdout: new TextDecoder("utf-8", {ignoreBOM: true}), stderr: new TextDecoder("utf-8", {ignoreBOM: true})};
    /** @type {Record<Name, Target>} */
    this.targets = {stdout: {terminal: "stdout"}, stderr: {terminal: "stderr"}};
  }

  /** The device to which Pyodide writes. @param {Name} name */
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

  /** Shows all output: the process waits for input, and the reader has to see the prompt. */
  show() {
    this.decode();
    this.bound.end();
    this.flush();
  }

  /**
   * Captures output until `text` is called; from then until `end`, output is discarded.
   * @param {{head: number, tail: number}} limits characters @param {boolean} shows whether captured output also goes to the page
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

  /** Inserts output of another process. @param {import("../shared/output-bound.js").Chunk[]} chunks */
  print(chunks) {
    this.decode();
    for (const chunk of chunks) this.bound.write(chunk);
    this.flush();
  }

  /** Ends the output: an incomplete character is shown as U+FFFD, as in a terminal. */
  end() {
    this.decode();
    for (const stream of /** @type {const} */ (["stdout", "stderr"])) this.bound.write({stream, text: this.decoders[stream].decode()});
    this.show();
  }
}
