// @ts-check
/**
 * How an interpreter comes to be: from an image if there is one that can be used, else from the files. What its program imports
 * is unpacked and imported, and what others can start from then is told: the images.
 *
 * @typedef {import("./interpreter.js").Files} Files @typedef {import("./interpreter.js").Image} Image
 * @typedef {(message: object) => void} Post to the machine
 */
import {boot, lendBrowser, makeImage} from "./interpreter.js";
import {lay} from "./site-packages.js";

/** Whom the wheels are for that the page was asked for. @type {(wheels: Blob[]) => void} */
let waiting = () => {};

/** @param {Blob[]} wheels that have come */
export function takeWheels(wheels) {
  waiting(wheels);
}

/**
 * Unpacks packages, and what these require, unless they are.
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

/** What is done once, and is in an image afterwards. @param {any} pyodide @param {Files} files */
function prepare(pyodide, files) {
  pyodide.pyimport("interleave_kernel.boot").preload();
  pyodide.pyimport("interleave_kernel.python.packages").offer(pyodide.toPy(files.wheels));
}

/** @param {Files & {module: WebAssembly.Module}} files @param {Image | null} image @param {string[]} packages @param {Post} post */
async function make(files, image, packages, post) {
  const lacking = packages.filter((name) => !image?.packages.includes(name));
  const makesImage = !image || lacking.length > 0;
  const tell = (/** @type {Image | null} */ made) => void (made && post({type: "image", image: made}));
  const pyodide = await boot(files, image, {makesImage});
  if (!image) {
    prepare(pyodide, files);
    tell(makeImage(pyodide, []));
  }
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
 *   start from, if there is one; `packages`: what its program imports; `seed`: what strings are hashed with, if not with what an image has
 * @param {Post} post
 */
export async function start({files, module, image, packages, seed}, post) {
  const whole = {...files, module};
  if (seed !== null) {
    const pyodide = await boot(whole, null, {seed});
    prepare(pyodide, files);
    if (image?.site) await lay(pyodide.FS, image.site);
    return pyodide;
  }
  // What can't be used is made anew; what can't be in an image is unpacked when the program starts.
  const attempts = [...(image ? [() => make(whole, image, packages, post)] : []), () => make(whole, null, packages, post)];
  for (const attempt of attempts) {
    const pyodide = await attempt().catch(() => null);
    if (pyodide) return pyodide;
  }
  return make(whole, null, [], post);
}
