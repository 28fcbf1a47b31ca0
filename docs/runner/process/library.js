// @ts-check
/**
 * The zip of the standard library and the kernel, which comes in two parts (docs/_site/bundle.py): in front the sources, at the end what
 * Python reads as it starts. On a first visit Python starts while the sources are on their way; they are put in place before any program runs.
 *
 * @typedef {{library: Blob, sources: Blob | null, sourcesSize: number}} Parts `library`: the end of the zip; `sources`: what is before it,
 *   null while it is on its way; `sourcesSize`: in bytes
 */
import {EIO} from "./wasi-errors.js";

/** Where Pyodide puts the zip. */
const PATH = "/lib/python314.zip";

/** @type {(sources: Blob) => void} */
let arrive;
/** @type {Promise<Blob>} */
const coming = new Promise((resolve) => void (arrive = resolve));

/** @param {Blob} sources that have come */
export function takeSources(sources) {
  arrive(sources);
}

/** The zip of one interpreter. */
export class Library {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.isWhole = parts.sources !== null;
    /** Whether something was read that wasn't there yet. */
    this.readEarly = false;
    this.unguard = () => {};
  }

  /** The zip, in full size: zeros where the sources will be. */
  content() {
    const {library, sources, sourcesSize} = this.parts;
    return new Blob([sources ?? new Uint8Array(sourcesSize), library]);
  }

  /** Puts the zip into its file when it is first read: most programs import only what their image has imported. @param {any} FS */
  defer(FS) {
    const content = this.content();
    const {node} = FS.lookupPath(PATH);
    const define = (/** @type {Uint8Array} */ value) => Object.defineProperty(node, "contents", {value, writable: true, enumerable: true, configurable: true});
    const get = () => define(new Uint8Array(new FileReaderSync().readAsArrayBuffer(content))).contents;
    Object.defineProperty(node, "contents", {get, set: define, enumerable: true, configurable: true});
    node.usedBytes = content.size;
  }

  /** Lets nothing read the sources before they are there. @param {any} FS */
  guard(FS) {
    if (this.isWhole) return;
    const {read} = FS;
    FS.read = (/** @type {any} */ stream, /** @type {any} */ buffer, /** @type {number} */ offset, /** @type {number} */ length, /** @type {number | undefined} */ position) => {
      if (!this.isWhole && stream.path === PATH && (position ?? stream.position) < this.parts.sourcesSize) {
        this.readEarly = true;
        throw new FS.ErrnoError(EIO);
      }
      return read(stream, buffer, offset, length, position);
    };
    this.unguard = () => void (FS.read = read);
  }

  /**
   * Awaits Python's start. If it has read something too early, waits until all parts are there and raises an error: Python has to start again.
   * @template Started @param {Promise<Started>} starting
   */
  async started(starting) {
    await starting.catch(() => {}); // raised below
    if (!this.readEarly) return starting;
    this.parts.sources = await coming;
    throw new Error("Python has read a file of the standard library that had not arrived");
  }

  /** Puts the sources in place, once they have come. @param {any} FS */
  async complete(FS) {
    if (this.isWhole) return;
    this.parts.sources = await coming;
    const bytes = new Uint8Array(await this.parts.sources.arrayBuffer());
    FS.lookupPath(PATH).node.contents.set(bytes);
    this.isWhole = true;
    this.unguard();
  }
}
