// @ts-check
/**
 * Boots CPython with the kernel below its standard library. The first boot makes an image (the memory after the common
 * imports), from which later ones start in a fraction of the time. The page loads the files (page/ground.js).
 *
 * @typedef {{pyodide: Blob, glue: Blob, programs: string[], wheels: Record<string, {imports: string[]}>, preloaded: Record<string, string[]>} & import("./library.js").Parts} Files
 *   `pyodide` and `glue`: Pyodide's modules; `programs`: commands beside Python; `wheels`: the available packages; `preloaded`: the modules of each that an image has imported
 * @typedef {import("./library.js").Library} Library
 * @typedef {{snapshot: Blob, layout: import("./image-memory.js").Layout, errors: import("./error-numbers.js").Numbers, packages: string[], site: Blob | null, linked: import("./shared-libraries.js").Linked | null}} Image
 *   `snapshot`, `layout`: its memory (image-memory.js); `packages`: those imported in it; `site`: their files; `linked`: the shared libraries that they loaded
 */
import {Clock} from "./clock.js";
import {ErrorNumbers} from "./error-numbers.js";
import {ForeignCalls} from "./foreign-calls.js";
import {importText} from "../shared/import-text.js";
import {header, pack, unpack} from "./image-memory.js";
import {link, linked} from "./shared-libraries.js";
import {gather, lay} from "./site-packages.js";
import {layFiles} from "./system-files.js";
import {MappedFiles} from "./mapped-files.js";
import {SyscallGate} from "./syscall-gate.js";
import {TimeZone} from "./time-zone.js";
import {WorkingDirectory} from "./working-directory.js";

/** The names under which Pyodide requests its files. */
const CODE = "pyodide.asm.wasm";
const LIBRARY = "python_stdlib.zip";
/** The base URL given to Pyodide; nothing is fetched from it. */
const NOWHERE = "https://nowhere.invalid/";
export const HOME = "/home/reader";
export const EXECUTABLE = "/usr/bin/python3.14";
/** The initial `os.environ` of a reader's program. */
export const ENVIRONMENT = {HOME, USER: "reader", LOGNAME: "reader", PATH: "/usr/bin:/bin", PWD: HOME, LANG: "en_US.UTF-8", _: EXECUTABLE};

/**
 * Runs `boot` while these files replace what Pyodide would fetch and compile.
 * @param {{module: WebAssembly.Module, zip: Blob | null}} files `zip`: of the library @param {ErrorNumbers} errorNumbers @param {() => Promise<any>} boot @returns {Promise<any>} the result of `boot`, and the replacements of functions that C code imports
 */
async function withFiles({module, zip}, errorNumbers, boot) {
  const {instantiateStreaming} = WebAssembly;
  /** @type {{clock: Clock, mappedFiles: MappedFiles, syscallGate: SyscallGate, timeZone: TimeZone, workingDirectory: WorkingDirectory} | null} */
  let parts = null;
  const fetchAnything = self.fetch;
  self.fetch = async (resource, options) => {
    if (String(resource).endsWith(CODE)) return new Response();
    if (String(resource).endsWith(LIBRARY)) return new Response(zip);
    return fetchAnything(resource, options);
  };
  try {
    return await new Promise((resolve, reject) => {
      WebAssembly.instantiateStreaming = async (source, imports) => {
        // Pyodide also instantiates a tiny module, without these imports; it is left alone.
        if (!imports?.wasi_snapshot_preview1) return instantiateStreaming(source, imports);
        try {
          const foreignCalls = new ForeignCalls(imports);
          parts = {
            clock: new Clock(imports),
            mappedFiles: new MappedFiles(imports),
            syscallGate: new SyscallGate(imports),
            timeZone: new TimeZone(imports),
            workingDirectory: new WorkingDirectory(imports),
          };
          const instance = await WebAssembly.instantiate(module, imports);
          for (const part of [foreignCalls, parts.clock, parts.syscallGate, parts.timeZone, errorNumbers]) part.connect(instance);
          return {module, instance};
        } catch (error) {
          reject(error); // otherwise Pyodide would wait forever
          throw error;
        }
      };
      boot().then((pyodide) => {
        Object.assign(pyodide._module, parts);
        resolve(pyodide);
      }, reject);
    });
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
    self.fetch = fetchAnything;
  }
}

/** Serializes the objects that Pyodide's snapshots refer to. @param {any} pyodide */
const serializer = (pyodide) => (/** @type {unknown} */ object) => ({key: object === pyodide._api.public_api ? "pyodide" : "object"});

/**
 * @param {Files & {module: WebAssembly.Module}} files @param {Image | null} image
 * @param {Library} library @param {{seed?: string | null, makesImage?: boolean}} [options] `seed`: PYTHONHASHSEED; an image can't be used with it, since the
 *   strings in its memory are hashed with another; `makesImage`: whether `makeImage` will be called
 */
export async function boot(files, image, library, {seed = null, makesImage = false} = {}) {
  const memory = image?.snapshot.arrayBuffer();
  /** Whether the library's zip is put into its file only when it is read. */
  const defers = image !== null && library.isWhole;
  const [{default: createModule}, {loadPyodide}] = await Promise.all([importText(files.glue), importText(files.pyodide)]);
  /** @type {any} */
  const options = {
    indexURL: NOWHERE,
    // No packages come from Pyodide's distribution, so there is nothing to look up.
    lockFileContents: {info: {abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version: "314.0.7"}, packages: {}},
    packageBaseUrl: NOWHERE,
    _sysExecutable: EXECUTABLE,
    env: {...ENVIRONMENT, PYTHONINSPECT: "", ...(seed === null ? {} : {PYTHONHASHSEED: seed})},
    stdin: () => null,
    convertNullToNone: true,
    createPyodideModule: async (/** @type {any} */ settings) => {
      const module = await createModule(settings);
      module.ownTableEnd = module.wasmTable.length;
      return module;
    },
    _makeSnapshot: makesImage,
    fsInit: async (/** @type {any} */ FS) => {
      for (const directory of ["/usr/bin", "/dev/shm"]) FS.mkdirTree(directory);
      FS.symlink("usr/bin", "/bin");
      FS.writeFile(EXECUTABLE, "#!The interpreter of this tab.\n", {mode: 0o755});
      for (const name of ["python3", "python"]) FS.symlink(EXECUTABLE, `/usr/bin/${name}`);
      FS.writeFile("/usr/bin/sh", "#!The shell of this tab.\n", {mode: 0o755});
      for (const name of files.programs) FS.writeFile(`/usr/bin/${name}`, "#!A program of this tab.\n", {mode: 0o755});
      layFiles(FS);
      library.guard(FS);
      FS.MAX_OPEN_FDS = (1 << 16) - 1; // the highest number
    },
  };
  if (image && memory) {
    const packed = new Uint8Array(await memory);
    options._loadSnapshot = header(packed);
    options._snapshotDeserializer = (/** @type {{key: string}} */ {key}) => (key === "pyodide" ? options.api.public_api : {});
    options.createPyodideModule = async (/** @type {any} */ settings) => {
      // Pyodide would request a memory of the snapshot's size: none, here.
      delete settings.INITIAL_MEMORY;
      const module = await createModule(settings);
      module.ownTableEnd = module.wasmTable.length;
      const {size} = image.layout;
      const used = image.linked?.libraries.length ? size : module.HEAPU8.length;
      module._emscripten_resize_heap(size);
      if (defers) library.defer(module.FS);
      if (image.site) await lay(module.FS, image.site);
      if (image.linked) await link(module, image.linked);
      unpack(module.HEAPU8, packed, image.layout, used);
      settings.API.getExpectedKeys = () => [];
      options.api = settings.API;
      return module;
    };
  }
  const errorNumbers = new ErrorNumbers(image?.errors ?? []);
  const pyodide = await withFiles({module: files.module, zip: defers ? null : library.content()}, errorNumbers, () => loadPyodide(options));
  if (!memory) {
    const numbers = pyodide.pyimport("interleave_kernel.base.error_numbers");
    errorNumbers.translate(numbers.table().toJs());
    numbers.choose_classes();
  }
  return pyodide;
}

/**
 * Makes an image of an interpreter that has run nothing yet. Call `lendBrowser` only after the last image.
 * @param {any} pyodide @param {string[]} packages those imported in it @returns {Image | null} null if a file is open: its descriptor in
 *   the image's memory would refer to another file later
 */
export function makeImage(pyodide, packages) {
  if (pyodide.FS.streams.some((/** @type {{fd: number} | null | undefined} */ stream) => stream && stream.fd > 2)) return null;
  pyodide._api.getExpectedKeys = () => [];
  const errors = pyodide.pyimport("interleave_kernel.base.error_numbers").table().toJs();
  const {scripts} = pyodide.pyimport("interleave_kernel.python.packages");
  const packed = pack(pyodide.makeMemorySnapshot({serializer: serializer(pyodide)}));
  const site = packages.length ? gather(pyodide.FS, scripts.toJs()) : null;
  return {...packed, errors, packages, site, linked: linked(pyodide._module, pyodide._module.ownTableEnd)};
}

/**
 * Gives programs the real global object as `js`. While an image can still be made, `js` is a proxy with which Pyodide records accesses; browser functions reject it as `this`.
 * @param {any} pyodide that makes none any more
 */
export function lendBrowser(pyodide) {
  pyodide.registerJsModule("js", self);
}
