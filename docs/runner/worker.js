// @ts-check
/**
 * One interpreter, for one program: boots Pyodide with the kernel below its standard library, runs a file as a script,
 * and is thrown away. Messages are described in session.js.
 */
import {loadPyodide} from "./vendor/pyodide/pyodide.mjs";
import {OutputBound} from "./output-bound.js";
import {Suspension} from "./suspension.js";

const KERNEL = [
  "__init__", "addresses", "boot", "clock", "constants", "description", "files", "host", "local", "locks", "modules", "network", "packages", "polling", "program",
  "resolver", "signals", "socket_module", "sockets", "stream", "thread", "threads", "tracebacks",
];
const HOME = "/home/reader";
const FLUSH_AFTER = 30; // milliseconds
const FLUSH_SIZE = 50_000; // characters
/** So many writes within FLUSH_AFTER are posted one by one; only a flood is collected. */
const FLUSH_AT_ONCE = 200;

const here = (/** @type {string} */ path) => new URL(path, import.meta.url).href;
const post = (/** @type {object} */ message) => self.postMessage(message);

/** @param {string} url */
async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded: ${response.status} ${response.statusText}`);
  return response;
}

/**
 * Posts what a program writes. At once, because C code that comes back late, or never, may follow; a flood in batches: when
 * the program waits, when there is much, when some time has passed.
 */
class Output {
  constructor() {
    /** @type {import("./output-bound.js").Chunk[]} */
    this.batch = [];
    this.size = 0;
    this.writes = 0;
    this.windowEnd = 0;
    this.bound = new OutputBound((chunk) => this.add(chunk));
    this.decoders = {stdout: new TextDecoder(), stderr: new TextDecoder()};
  }

  /** @param {"stdout" | "stderr"} stream */
  device(stream) {
    return {
      isatty: false,
      write: (/** @type {Uint8Array} */ bytes) => {
        this.bound.write({stream, text: this.decoders[stream].decode(bytes, {stream: true})});
        if (this.isDue()) this.flush();
        return bytes.length;
      },
    };
  }

  /** @param {import("./output-bound.js").Chunk} chunk */
  add({stream, text}) {
    const last = this.batch.at(-1);
    if (last?.stream === stream) last.text += text;
    else if (text) this.batch.push({stream, text});
    this.size += text.length;
  }

  isDue() {
    const now = performance.now();
    if (now > this.windowEnd) {
      this.windowEnd = now + FLUSH_AFTER;
      this.writes = 0;
    }
    this.writes += 1;
    return this.writes <= FLUSH_AT_ONCE || this.size > FLUSH_SIZE;
  }

  flush() {
    if (!this.batch.length) return;
    post({type: "output", chunks: this.batch});
    this.batch = [];
    this.size = 0;
  }
}

async function boot() {
  const kernel = KERNEL.map(async (name) => ({name, source: await (await fetched(here(`kernel/${name}.py`))).text()}));
  const pyodide = await loadPyodide({
    indexURL: here("vendor/pyodide/"),
    // No packages come from Pyodide's distribution, so there is nothing to look up.
    lockFileContents: {info: {abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version: "314.0.7"}, packages: {}},
    packageBaseUrl: here("vendor/pyodide/"),
    env: {HOME, PYTHONINSPECT: ""},
    stdin: () => null,
    fsInit: async (/** @type {any} */ FS, /** @type {{sitePackages: string}} */ {sitePackages}) => {
      const directory = `${sitePackages}/interleave_kernel`;
      FS.mkdirTree(directory);
      for (const {name, source} of await Promise.all(kernel)) FS.writeFile(`${directory}/${name}.py`, source);
      FS.writeFile(`${sitePackages}/sitecustomize.py`, "from interleave_kernel import boot\nboot.install()\n");
      FS.MAX_OPEN_FDS = 1 << 16;
    },
  });
  const output = new Output();
  pyodide.setStdout(output.device("stdout"));
  pyodide.setStderr(output.device("stderr"));
  const suspension = new Suspension(pyodide, {
    onTurn: () => output.flush(),
    onSignal: (signum) => post({type: "signalled", signum}),
  });
  suspension.main = pyodide.pyimport("interleave_kernel.threads").main.ident;
  pyodide.pyimport("interleave_kernel.host").attach(suspension.bridge());
  return {pyodide, output, suspension};
}

/** @typedef {{name: string, source: string, files: Record<string, string>}} Program */

/** Loads the wheels that a program needs. @param {any} pyodide @param {Program} program */
async function loadPackages(pyodide, program) {
  const index = await (await fetched(here("vendor/wheels/index.json"))).json();
  const packages = pyodide.pyimport("interleave_kernel.packages");
  /** @type {string[]} */
  const names = packages.needed([program.source, ...Object.values(program.files)], pyodide.toPy(index)).toJs();
  if (!names.length) return;
  post({type: "state", state: "loading", detail: names[0]});
  await Promise.all(
    names.map(async (name) => {
      const path = `/tmp/${index[name].file}`;
      pyodide.FS.writeFile(path, new Uint8Array(await (await fetched(here(`vendor/wheels/${index[name].file}`))).arrayBuffer()));
      packages.install(path);
      pyodide.FS.unlink(path);
    }),
  );
}

const booted = boot();
booted.then(
  () => post({type: "ready"}),
  (error) => post({type: "failed", message: String(error?.message ?? error)}),
);

/** @param {Program} program */
async function run(program) {
  const {pyodide, output, suspension} = await booted;
  for (const [name, source] of Object.entries({...program.files, [program.name]: program.source})) {
    pyodide.FS.writeFile(`${HOME}/${name}`, source);
  }
  await loadPackages(pyodide, program);
  post({type: "state", state: "running"});
  const main = pyodide.pyimport("interleave_kernel.program").run;
  const code = await suspension.run(main, `${HOME}/${program.name}`);
  output.bound.end();
  output.flush();
  return code;
}

self.addEventListener("message", async ({data}) => {
  if (data.type === "signal") {
    (await booted).suspension.signal(data.signum);
  } else if (data.type === "run") {
    try {
      post({type: "exit", code: await run(data.program)});
    } catch (error) {
      const {output} = await booted;
      output.bound.end();
      output.flush();
      post({type: "failed", message: String(error instanceof Error ? error.message : error)});
    }
  }
});
