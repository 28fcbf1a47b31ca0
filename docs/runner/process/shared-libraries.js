// @ts-check
/**
 * Shared libraries that packages bring, in an image. The image's memory holds their data, and addresses of functions: places in
 * the table of functions, which is no part of memory. So an interpreter that starts from it first loads the same libraries to the
 * same places. What that writes to memory, the image's memory then replaces.
 *
 * @typedef {{name: string, handle: number, global: boolean, memory: number, table: number, size: number}} Library `handle`: what
 *   dlopen(3) has given; `memory`: where its data begin; `table`, `size`: where its functions begin, and how many there are
 * @typedef {{libraries: Library[], end: number, functions: [number, string, string][]}} Linked `end`: of the table; `functions`: what
 *   else is in it, as place, library and name
 */

/** What Emscripten calls the interpreter's own code. */
const MAIN = "__main__";
/** Fields of its `struct dso`. */
const MEMORY = 12;
const TABLE = 20;
const TABLE_SIZE = 24;

/** @param {any} module @returns {Library[]} in the order in which they were loaded. Raises Error if one was loaded by another one */
function libraries({LDSO, HEAPU32}) {
  const found = [];
  for (const [key, {name, global}] of Object.entries(LDSO.loadedLibsByHandle)) {
    if (name === MAIN) continue;
    const handle = Number(key);
    const [memory, table, size] = [MEMORY, TABLE, TABLE_SIZE].map((field) => HEAPU32[(handle + field) >>> 2]);
    found.push({name, handle, global, memory, table, size});
  }
  if (found.length + 1 < Object.keys(LDSO.loadedLibsByName).length) throw new Error("a shared library needs another one");
  return found.sort((one, other) => one.table - other.table);
}

/** The names of functions, by their places in the table. @param {any} module @returns {Map<number, [string, string]>} */
function names(module) {
  /** @type {Map<number, [string, string]>} */
  const found = new Map();
  for (const {name, exports} of Object.values(module.LDSO.loadedLibsByName)) {
    for (const [symbol, value] of Object.entries(exports)) {
      const place = typeof value === "function" ? module.getFunctionAddress(value) : 0;
      if (place && !found.has(place)) found.set(place, [name, symbol]);
    }
  }
  return found;
}

/**
 * What has been linked since the interpreter's own code; null if no library has been loaded.
 * @param {any} module @param {number} from where the table ended then @returns {Linked | null} Raises Error if it can't be linked again
 */
export function linked(module, from) {
  const loaded = libraries(module);
  if (!loaded.length) return null;
  const known = names(module);
  const end = module.wasmTable.length;
  /** @type {Linked["functions"]} */
  const functions = [];
  for (let place = from; place < end; place += 1) {
    const library = loaded.find(({table}) => table === place);
    if (library) place += Math.max(library.size, 1) - 1;
    else if (module.wasmTable.get(place)) functions.push([place, ...named(known, place)]);
  }
  return {libraries: loaded, end, functions};
}

/** @param {Map<number, [string, string]>} known @param {number} place */
function named(known, place) {
  const found = known.get(place);
  if (!found) throw new Error(`what is in place ${place} of the table of functions has no name`);
  return found;
}

/** Links all of it again, before the memory becomes the image's. @param {any} module @param {Linked} linked */
export async function link(module, {libraries, end, functions}) {
  const from = module.wasmTable.length;
  module.wasmTable.grow(end - from);
  const fill = (/** @type {string} */ library) => {
    for (const [place, its, symbol] of functions) {
      if (its === library) put(module, place, module.LDSO.loadedLibsByName[library].exports[symbol]);
    }
  };
  fill(MAIN);
  module.updateTableMap(from, end - from); // who takes the address of one gets the same again
  for (const {name, handle, global, memory, table} of libraries) {
    await module.loadDynamicLibrary(name, {loadAsync: true, nodelete: true, global, place: {memory, table}}, global ? null : {});
    module.LDSO.loadedLibsByHandle[handle] = module.LDSO.loadedLibsByName[name];
    fill(name);
  }
}

/** @param {any} module @param {number} place @param {any} func */
function put(module, place, func) {
  try {
    module.setWasmTableEntry(place, func);
  } catch {
    // One of JavaScript's is wrapped for the table, and has a place of its own.
    module.setWasmTableEntry(place, module.getWasmTableEntry(module.addFunction(func, func.sig)));
  }
}
