// @ts-check
/**
 * Starts an interpreter: from an image if there is a usable one, otherwise from the files. The packages that its program imports
 * are unpacked and imported; the resulting images are posted, for others to start from.
 *
 * @typedef {import("./interpreter.js").Files} Files @typedef {import("./interpreter.js").Image} Image
 * @typedef {(message: object) => void} Post to the machine
 */
import {boot, lendBrowser, makeImage} from "./interpreter.js";
import {Library, takeSources} from "./library.js";
import {lay} from "./site-packages.js";

/** Resolves the pending request to the page for wheels. @type {(wheels: Blob[]) => void} */
let waiting = () => {};

/** Takes what has come: wheels, or the library's sources. @param {{wheels?: Blob[], sources?: Blob}} message @returns {true} */
export function take({wheels, sources}) {
  if (wheels) waiting(wheels);
  if (sources) takeSources(sources);
  return true;
}

/**
 * Unpacks packages and their requirements, unless they are unpacked already.
 * @param {any} pyodide @param {string[]} wanted @param {Post} post
 */
export async function unpack(pyodide, wanted, post) {
  const packages = pyodide.pyimport("interleave_kernel.python.packages");
  /** @type {string[]} */
  const names = packages.missing(pyodide.toPy(wanted)).toJs();
  if (!names.length) return;
  packages.forget();
  /** @type {Promise<Blob[]>} */
  const coming = new Promise((resolve) => void (waiting = resolve));
  post({type: "wheels", names, wanted});
  for (const [number, wheel] of (await coming).entries()) {
    const path = "/tmp/wheel.whl";
    pyodide.FS.writeFile(path, new Uint8Array(await wheel.arrayBuffer()));
    packages.install(path, names[number]);
    pyodide.FS.unlink(path);
  }
}

/** One-time preparation, which images then contain. @param {any} pyodide @param {Files} files */
function prepare(pyodide, files) {
  pyodide.pyimport("interleave_kernel.boot").preload();
  pyodide.pyimport("interleave_kernel.python.packages").offer(pyodide.toPy(files.wheels));
}

/** @param {Files & {module: WebAssembly.Module}} files @param {Image | null} image @param {string[]} packages @param {Post} post */
async function make(files, image, packages, post) {
  const lacking = packages.filter((name) => !image?.packages.includes(name));
  const makesImage = !image || lacking.length > 0;
  const tell = (/** @type {Image | null} */ made) => void (made && post({type: "image", image: made}));
  const library = new Library(files);
  const starting = boot(files, image, library, {makesImage}).then((pyodide) => {
    if (!image) prepare(pyodide, files);
    return pyodide;
  });
  const pyodide = await library.started(starting);
  if (!image) tell(makeImage(pyodide, []));
  await library.complete(pyodide.FS);
  if (lacking.length) {
    await unpack(pyodide, packages, post);
    pyodide.pyimport("interleave_kernel.python.packages").preload(pyodide.toPy(packages), pyodide.toPy(files.preloaded));
    tell(makeImage(pyodide, packages));
  }
  if (makesImage) lendBrowser(pyodide);
  return pyodide;
}

/**
 * @param {{files: Files, module: WebAssembly.Module, image: Image | null, packages: string[], seed: string | null}} equipment `image`: what to
 *   start from, if there is one; `packages`: what its program imports; `seed`: the hash seed, if it must differ from an image's
 * @param {Post} post
 */
export async function start({files, module, image, packages, seed}, post) {
  const whole = {...files, module};
  if (seed !== null) {
    const library = new Library(whole);
    const pyodide = await boot(whole, null, library, {seed});
    prepare(pyodide, files);
    await library.complete(pyodide.FS);
    if (image?.site) await lay(pyodide.FS, image.site);
    return pyodide;
  }
  // If the image can't be used, boot from the files; packages that can't be in an image are unpacked when the program starts.
  const attempts = [...(image ? [() => make(whole, image, packages, post)] : []), () => make(whole, null, packages, post)];
  for (const attempt of attempts) {
    const pyodide = await attempt().catch(() => null);
    if (pyodide) return pyodide;
  }
  return make(whole, null, [], post);
}
