// @ts-check
/**
 * Boots CPython with the kernel below its standard library. The first boot of a page makes an image, from which the later
 * ones start in a fraction of the time: the memory after the common imports, the compiled code, and the files, so that
 * nothing is fetched.
 *
 * @typedef {{snapshot: Blob, module: WebAssembly.Module, library: Blob, kernel: Record<string, string>}} Image
 */
import {ForeignCalls} from "./foreign-calls.js";

const LIBRARY = "python_stdlib.zip";
const CODE = "pyodide.asm.wasm";
const KERNEL = [
  "__init__", "addresses", "arguments", "boot", "capi", "children", "clock", "command", "constants", "control",
  "conversation", "counters", "datagram", "description", "descriptors", "epoll", "faulthandler", "fileio", "files",
  "frames", "gateway", "host", "hosts", "http1", "inspection", "interfaces", "interpqueues", "interpreters", "itimers", "jobs", "local",
  "locks", "machine", "memory", "modules", "network", "packages", "pipes", "polling", "processes", "program",
  "refusal", "remote", "resolver", "semaphores", "shareable", "shell", "shell_commands", "shell_programs",
  "shell_streams", "shell_words", "signals", "socket_module", "sockets", "spawning", "splicing", "stateless",
  "stream", "subinterpreter", "system", "thread", "threads", "tls", "tls_aes", "tls_authority", "tls_buffers",
  "tls_callbacks", "tls_certificate", "tls_ciphers", "tls_constants", "tls_context", "tls_der", "tls_engine",
  "tls_errors", "tls_handshake", "tls_loading", "tls_messages", "tls_module", "tls_objects", "tls_pem", "tls_records",
  "tls_settings", "tls_signature", "tls_socket", "tls_store", "tls_verify", "tls_wire", "tracebacks", "tracing",
  "transfer", "unraisable", "web_socket",
];
/** What can be run beside Python and the shell: kernel/shell_commands.py. */
const PROGRAMS = [
  "[", "cat", "date", "echo", "env", "false", "grep", "head", "kill", "ls", "printf", "pwd", "seq", "sleep", "sort",
  "test", "true", "uname", "wc", "yes",
];
export const HOME = "/home/reader";
export const EXECUTABLE = "/usr/bin/python3.14";

const here = (/** @type {string} */ path) => new URL(path, import.meta.url).href;

/** @param {string} url */
export async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded: ${response.status} ${response.statusText}`);
  return response;
}

async function kernelSources() {
  const sources = KERNEL.map(async (name) => [name, await (await fetched(here(`kernel/${name}.py`))).text()]);
  return /** @type {Record<string, string>} */ (Object.fromEntries(await Promise.all(sources)));
}

/**
 * Runs `boot` with what the image has in place of what Pyodide would fetch and compile; or keeps what it compiles.
 * @template T @param {Image | undefined} image @param {() => Promise<T>} boot
 * @returns {Promise<{result: T, module: WebAssembly.Module}>}
 */
async function withImage(image, boot) {
  const compile = WebAssembly.instantiateStreaming;
  const fetchAnything = self.fetch;
  let used = image?.module;
  if (image) {
    self.fetch = async (resource, options) => {
      if (String(resource).endsWith(CODE)) return new Response();
      if (String(resource).endsWith(LIBRARY)) return new Response(image.library);
      return fetchAnything(resource, options);
    };
  }
  WebAssembly.instantiateStreaming = async (source, imports) => {
    // Pyodide has a tiny module of its own, which comes without imports of its memory.
    if (!imports?.wasi_snapshot_preview1) return compile(source, imports);
    const foreignCalls = new ForeignCalls(imports);
    const compiled = image
      ? {module: image.module, instance: await WebAssembly.instantiate(image.module, imports)}
      : await compile(source, imports);
    foreignCalls.connect(compiled.instance);
    used = compiled.module;
    return compiled;
  };
  try {
    const result = await boot();
    return {result, module: /** @type {WebAssembly.Module} */ (used)};
  } finally {
    WebAssembly.instantiateStreaming = compile;
    self.fetch = fetchAnything;
  }
}

/** What Pyodide's snapshots hold by reference. @param {any} pyodide */
const serializer = (pyodide) => (/** @type {unknown} */ object) => ({key: object === pyodide._api.public_api ? "pyodide" : "object"});

/** @param {Image} [image] */
export async function boot(image) {
  const memory = image?.snapshot.arrayBuffer();
  const kernel = image ? Promise.resolve(image.kernel) : kernelSources();
  // Named by an address, so that the type checker stays out of them.
  const [{default: createModule}, {loadPyodide}] = await Promise.all(
    ["pyodide.asm.mjs", "pyodide.mjs"].map((name) => import(here(`vendor/pyodide/${name}`))),
  );
  /** @type {any} */
  const options = {
    indexURL: here("vendor/pyodide/"),
    // No packages come from Pyodide's distribution, so there is nothing to look up.
    lockFileContents: {info: {abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version: "314.0.7"}, packages: {}},
    packageBaseUrl: here("vendor/pyodide/"),
    _sysExecutable: EXECUTABLE,
    env: {HOME, PYTHONINSPECT: "", PATH: "/usr/bin:/bin"},
    stdin: () => null,
    convertNullToNone: true,
    fsInit: async (/** @type {any} */ FS, /** @type {{sitePackages: string}} */ {sitePackages}) => {
      const directory = `${sitePackages}/interleave_kernel`;
      FS.mkdirTree(directory);
      for (const [name, source] of Object.entries(await kernel)) FS.writeFile(`${directory}/${name}.py`, source);
      FS.writeFile(`${sitePackages}/sitecustomize.py`, "from interleave_kernel import boot\nboot.install()\n");
      for (const directory of ["/bin", "/usr/bin", "/dev/shm"]) FS.mkdirTree(directory);
      FS.writeFile(EXECUTABLE, "#!The interpreter of this tab.\n", {mode: 0o755});
      for (const name of ["python3", "python"]) FS.symlink(EXECUTABLE, `/usr/bin/${name}`);
      FS.writeFile("/bin/sh", "#!The shell of this tab.\n", {mode: 0o755});
      for (const name of PROGRAMS) FS.writeFile(`/usr/bin/${name}`, "#!A program of this tab.\n", {mode: 0o755});
      FS.MAX_OPEN_FDS = 1 << 16;
    },
  };
  if (memory) {
    const snapshot = new Uint8Array(await memory);
    options._loadSnapshot = snapshot;
    options._snapshotDeserializer = (/** @type {{key: string}} */ {key}) => (key === "pyodide" ? options.api.public_api : {});
    options.createPyodideModule = async (/** @type {any} */ settings) => {
      // Pyodide would ask for a memory of the snapshot's size, which its build doesn't let it choose.
      delete settings.INITIAL_MEMORY;
      const module = await createModule(settings);
      module._emscripten_resize_heap(snapshot.length);
      settings.API.getExpectedKeys = () => [];
      options.api = settings.API;
      return module;
    };
  } else {
    options._makeSnapshot = true;
  }
  const {result: pyodide, module} = await withImage(image, () => loadPyodide(options));
  return {pyodide, module};
}

/**
 * The image of an interpreter that has run nothing yet.
 * @param {any} pyodide @param {WebAssembly.Module} module @returns {Promise<Image>}
 */
export async function makeImage(pyodide, module) {
  pyodide._api.getExpectedKeys = () => [];
  const snapshot = new Blob([pyodide.makeMemorySnapshot({serializer: serializer(pyodide)})]);
  const library = await (await fetched(here(`vendor/pyodide/${LIBRARY}`))).blob();
  return {snapshot, module, library, kernel: await kernelSources()};
}
