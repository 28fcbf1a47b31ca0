// @ts-check
/**
 * Shared libraries of packages in an image. The image's memory holds their data, and addresses of functions: indices into the
 * function table, which isn't part of memory. So an interpreter that starts from the image first loads the same libraries to
 * the same indices. Whatever that writes to memory is then replaced by the image's memory.
 *
 * @typedef {{name: string, handle: number, global: boolean, memory: number, table: number, size: number}} Library `handle`: the
 *   result of dlopen(3); `memory`: where its data begin; `table`, `size`: the index of its first function, and their number
 * @typedef {{libraries: Library[], end: number, functions: [number, string, string][]}} Linked `end`: of the table; `functions`: its
 *   other entries, as index, library and name
 */

/** Emscripten's name for the interpreter's own code. */
const MAIN = "__main__";
/** Offsets in its `struct dso`. */
const MEMORY = 12;
const TABLE = 20;
const TABLE_SIZE = 24;

/** @param {any} module @returns {Library[]} in the order in which they were loaded. Raises Error if one was loaded by another */
function libraries({LDSO, HEAPU32}) {
  const found = [];
  for (const [key, {name, global}] of Object.entries(LDSO.loadedLibsByHandle)) {
    if (name === MAIN) continue;
    const handle = Number(key);
    const [memory, table, size] = [MEMORY, TABLE, TABLE_SIZE].map((field) => HEAPU32[(handle + field) >>> 2]);
    found.push({name, handle, global, memory, table, size});
  }
  if (found.length + 1 < Object.keys(LDSO.loadedLibsByName).length) throw new Error("a shared library depends on another one");
  return found.sort((one, other) => one.table - other.table);
}

/** The names of functions, by their indices in the table. @param {any} module @returns {Map<number, [string, string]>} */
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
 * What has been linked after the interpreter's own code: libraries, and functions whose addresses something has asked for; null if nothing was.
 * @param {any} module @param {number} from the end of the table before the libraries @returns {Linked | null} Raises Error if it can't be linked again
 */
export function linked(module, from) {
  const loaded = libraries(module);
  const end = module.wasmTable.length;
  if (!loaded.length && end === from) return null;
  const known = names(module);
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
  if (!found) throw new Error(`the function at index ${place} of the function table has no name`);
  return found;
}

/** Links everything again, before the image's memory replaces this one. @param {any} module @param {Linked} linked */
export async function link(module, {libraries, end, functions}) {
  const from = module.wasmTable.length;
  module.wasmTable.grow(end - from);
  const fill = (/** @type {string} */ library) => {
    for (const [place, its, symbol] of functions) {
      if (its !== library) continue;
      const loaded = module.LDSO.loadedLibsByName[library];
      put(module, place, loaded.find ? loaded.find(symbol) : loaded.exports[symbol]);
    }
  };
  fill(MAIN);
  module.updateTableMap(from, end - from); // so taking a function's address yields the same index again
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
    // A JavaScript function is wrapped for the table, in its own slot.
    module.setWasmTableEntry(place, module.getWasmTableEntry(module.addFunction(func, func.sig)));
  }
}
