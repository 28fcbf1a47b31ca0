// @ts-check
/**
 * What all interpreters of a page share: the frame in which they run and the files that they are made of. Both are loaded
 * once, with the first interpreter. After a failure they are discarded, and the next attempt starts over.
 *
 * @typedef {{library: Blob, sources: Blob | null, sourcesSize: number, glue: Blob, pyodide: Blob, programs: string[], build: string, wheels: Record<string, {file: string, size: number}>, preloaded: Record<string, string[]>}} Files
 *   process/interpreter.js describes them; `wheels`: the available ones, by name
 * @typedef {import("./loading.js").Progress} Progress
 */
import {isKept} from "./kept-image.js";
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
    const loading = this.load();
    /** What Python boots from. The sources may be missing: no program runs without them. */
    this.files = loading.then(({files}) => files);
    this.sources = loading.then(({sources}) => sources);
    for (const part of [this.files, this.sources]) part.catch(() => this.giveUp()); // the code that awaits it reports it
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

  /** Raises LoadError. @returns {Promise<{files: Files, sources: Promise<Blob>}>} */
  async load() {
    const loader = new Loader((progress) => {
      for (const watch of this.watchers) watch(progress);
    });
    const scripts = Promise.all([loader.load(FRAME), loader.load(MACHINE), loader.load(PROCESS)]);
    const opened = scripts.then(([frame, machine, process]) => this.sandbox.open({frame, machine, process}));
    opened.catch(() => {}); // awaited below
    /** @type {Omit<Files, "library"> & {library: {start: string, sources: string}, sizes: Record<string, number>}} */
    const {library: names, programs, preloaded, wheels, build, sizes} = await loader.json(`${PYODIDE}files.json`);
    const load = (/** @type {string} */ name) => loader.load(PYODIDE + name, sizes[name]);
    const code = loader.load(PYODIDE + CODE, sizes[CODE], (piece) => this.sandbox.compile(piece));
    const first = Promise.all([load(names.start), load(GLUE), load(LOADER), code.then(() => this.sandbox.compile(null))]);
    // Where there is an image, Python boots faster than the sources come: then all is loaded together.
    const sources = loader.load(PYODIDE + names.sources, sizes[names.sources], undefined, isKept([]) ? undefined : first);
    sources.catch(() => {}); // this.sources reports it
    const [[library, glue, pyodide]] = await Promise.all([first, opened]);
    /** @type {Files} */
    const files = {library, sources: null, sourcesSize: sizes[names.sources], glue, pyodide, programs, preloaded, build, wheels};
    return {files, sources: sources.then((blob) => (files.sources = blob))};
  }

  /** Raises LoadError. @param {string[]} names @param {(progress: Progress) => void} onProgress @returns {Promise<Blob[]>} */
  async loadWheels(names, onProgress) {
    const {wheels} = await this.files;
    const loader = new Loader(onProgress);
    return Promise.all(names.map((name) => loader.load(WHEELS + wheels[name].file, wheels[name].size)));
  }
}
