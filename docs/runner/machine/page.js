// @ts-check
/**
 * The machine's messages to the page. Messages that come in large numbers are combined, so that a program that floods the
 * machine leaves the page time to draw and to answer the reader.
 */

/** The interval between messages; milliseconds: a frame of most screens. */
const EVERY = 16;

export class Page {
  /** @param {(message: object) => void} post */
  constructor(post) {
    this.post = post;
    /** @type {any[]} */
    this.waiting = [];
    this.postedAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Sends a message about a single event, after all waiting ones. @param {object} message */
  send(message) {
    this.flush();
    this.post(message);
  }

  /** Sends an idempotent message: repetitions in a row are dropped. @param {{type: string}} message */
  sendOnce(message) {
    if (!this.waiting.some(({type}) => type === message.type)) this.waiting.push(message);
    this.soon();
  }

  /** @param {{stream: string, text: string}[]} chunks */
  output(chunks) {
    const last = this.waiting.at(-1);
    if (last?.type === "output") for (const chunk of chunks) append(last.chunks, chunk);
    else this.waiting.push({type: "output", chunks: [...chunks]});
    this.soon();
  }

  soon() {
    if (performance.now() >= this.postedAt + EVERY) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), EVERY);
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.waiting.length) return;
    for (const message of this.waiting.splice(0)) this.post(message);
    this.postedAt = performance.now();
  }
}

/** @param {{stream: string, text: string}[]} chunks @param {{stream: string, text: string}} chunk */
function append(chunks, {stream, text}) {
  const last = chunks.at(-1);
  if (last?.stream === stream) last.text += text;
  else chunks.push({stream, text});
}
