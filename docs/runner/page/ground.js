// @ts-check
/**
 * What all interpreters of a page share: the frame in which they run and the files that they are made of. Both are loaded
 * once, with the first interpreter. After a failure they are discarded, and the next attempt starts over.
 *
 * @typedef {{library: Blob, glue: Blob, pyodide: Blob, programs: string[], build: string, wheels: Record<string, {file: string, size: number}>, preloaded: Record<string, string[]>}} Files
 *   process/interpreter.js describes them; `wheels`: the available ones, by name
 * @typedef {import("./loading.js").Progress} Progress
 */
import {Loader} from "./loading.js";
import {Sandbox} from "./sandbox.js";

const FRAME = new URL("../frame/frame.js", import.meta.url).href;
const MACHINE = new URL("../machine/machine.js", import.meta.url).href;
const PROCESS = new URL("../process/worker.js", import.meta.url).href;
const PYODIDE = new URL("../vendor/pyodide/", import.meta.url).href;
const WHEELS = new URL("../vendor/wheels/", import.meta.url).href;
const LOADER = "pyodide.mjs";
const GLUE = "pyodide.asm.mjs";
const CODE = "pyodide.asm.wasm";

/** @type {Ground | null} */
let current = null;

export class Ground {
  constructor() {
    this.sandbox = new Sandbox();
    /** Callbacks that receive the loading progress. @type {Set<(progress: Progress) => void>} */
    this.watchers = new Set();
    this.files = this.load();
    this.files.catch(() => this.giveUp()); // the code that awaits the files reports it
  }

  /** The page's only one, made on first use. */
  static get() {
    return (current ??= new Ground());
  }

  /** Discards the frame; everything that runs in it ends. */
  giveUp() {
    if (current === this) current = null;
    this.sandbox.remove();
  }

  /** Raises LoadError. @returns {Promise<Files>} */
  async load() {
    const loader = new Loader((progress) => {
      for (const watch of this.watchers) watch(progress);
    });
    const scripts = Promise.all([loader.load(FRAME), loader.load(MACHINE), loader.load(PROCESS)]);
    const opened = scripts.then(([frame, machine, process]) => this.sandbox.open({frame, machine, process}));
    opened.catch(() => {}); // awaited below
    /** @type {Omit<Files, "library"> & {library: string, sizes: Record<string, number>}} */
    const {library: name, programs, preloaded, wheels, build, sizes} = await loader.json(`${PYODIDE}files.json`);
    const load = (/** @type {string} */ name) => loader.load(PYODIDE + name, sizes[name]);
    const code = loader.load(PYODIDE + CODE, sizes[CODE], (piece) => this.sandbox.compile(piece));
    const [library, glue, pyodide] = await Promise.all([
      load(name),
      load(GLUE),
      load(LOADER),
      code.then(() => this.sandbox.compile(null)),
      opened,
    ]);
    return {library, glue, pyodide, programs, preloaded, build, wheels};
  }

  /** Raises LoadError. @param {string[]} names @param {(progress: Progress) => void} onProgress @returns {Promise<Blob[]>} */
  async loadWheels(names, onProgress) {
    const {wheels} = await this.files;
    const loader = new Loader(onProgress);
    return Promise.all(names.map((name) => loader.load(WHEELS + wheels[name].file, wheels[name].size)));
  }
}
