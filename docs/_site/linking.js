/**
 * How an interpreter's code is linked as it starts, in place of Emscripten's own functions: pyodide_patch.py puts these into
 * pyodide.asm.mjs, whose variables they use.
 *
 * Emscripten copies the names of all 7,400 functions that the code exports, makes a JavaScript function of each entry of the
 * table of C functions, and gives each exported function an entry, in case a library that is loaded later asks for its
 * address. Each interpreter did so when it started, for a third of a child's time. Here an export is found in the instance, and gets an entry
 * when something asks for its address. JavaScript functions whose addresses C code has taken (280) get theirs at once, as before: images of an
 * interpreter contain the addresses, which are indices of the table. They are put into it by one module, not by one for each.
 */
/* global wasmImports, wasmTable, wasmTableMirror, wasmTypeCodes, GOT, LDSO, isSymbolDefined, resolveGlobalSymbol, addFunction, getEmptyTableSlot, setWasmTableEntry, functionsInTableMap, newDSO */

/** What the interpreter's own code exports. */
var mainExports = {};
/** Functions that got entries before there was a map of all entries. */
var placedFunctions = [];

/** Lets other code find the exports: what JavaScript provides comes first, as in Emscripten's copy. */
function adoptExports(exports) {
  mainExports = exports;
  for (const name of Object.keys(wasmImports)) if (wasmImports[name].stub && name in exports) delete wasmImports[name];
  Object.setPrototypeOf(wasmImports, exports);
  const names = ["main", "__main_argc_argv"];
  for (const name of names) for (const alias of names) if (name in exports && !isSymbolDefined(alias)) wasmImports[alias] = exports[name];
}

/** The interpreter as a library, for dlsym(3): its names are copied when they are looked at; `find` needs none. */
function enterMain() {
  const main = newDSO("__main__", 0, wasmImports);
  const copy = () => {
    const value = Object.setPrototypeOf(wasmImports, Object.prototype);
    for (const name in mainExports) if (!isSymbolDefined(name)) wasmImports[name] = mainExports[name];
    Object.defineProperty(main, "exports", {value});
    return value;
  };
  Object.defineProperty(main, "exports", {configurable: true, get: copy});
  main.find = (name) => wasmImports[name];
}

/** Adds a function to the table that isn't in it yet. */
function addNewFunction(func) {
  const index = getEmptyTableSlot();
  setWasmTableEntry(index, func);
  if (functionsInTableMap) functionsInTableMap.set(func, index);
  else placedFunctions.push([func, index]);
  return index;
}

/** A number of a WebAssembly module, in LEB128. */
function encoded(number) {
  return number < 128 ? [number] : [(number & 127) | 128, ...encoded(number >>> 7)];
}

/** A section of a WebAssembly module. */
function section(id, items) {
  const content = [...encoded(items.length), ...items.flat()];
  return [id, ...encoded(content.length), ...content];
}

/** WebAssembly functions that call JavaScript functions, each with its signature `sig`. */
function wrapFunctions(functions) {
  const signatures = [...new Set(functions.map(({sig}) => sig))];
  const types = (letters) => [...encoded(letters.length), ...Array.from(letters, (letter) => wasmTypeCodes[letter])];
  const named = (index) => [...encoded(String(index).length), ...Array.from(String(index), (digit) => digit.charCodeAt(0))];
  const bytes = [
    ...[0, 97, 115, 109, 1, 0, 0, 0],
    ...section(1, signatures.map((sig) => [96, ...types(sig.slice(1)), ...types(sig[0] === "v" ? "" : sig[0])])),
    ...section(2, functions.map(({sig}, index) => [1, 101, ...named(index), 0, ...encoded(signatures.indexOf(sig))])),
    ...section(7, functions.map((_, index) => [...named(index), 0, ...encoded(index)])),
  ];
  const {exports} = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), {e: {...functions}});
  return functions.map((_, index) => exports[index]);
}

/** Gives addresses to all names that linked code refers to. Raises Error for a name that nothing defines. */
function reportUndefinedSymbols() {
  /** The entries that refer to JavaScript functions without an address. */
  const referring = new Map();
  for (const [name, entry] of Object.entries(GOT)) {
    if (entry.value !== -1) continue;
    const value = resolveGlobalSymbol(name, true).sym;
    if (!value) {
      /* Functions for drawing are left out, and nothing calls them (shake.mjs). */
      if (entry.required && !name.startsWith("emscripten_gl")) throw new Error(`Dynamic linking error: undefined symbol '${name}'`);
      entry.value = 0;
    } else if (typeof value === "function" && value.sig && !functionsInTableMap) {
      const former = placedFunctions.find(([func]) => func === value);
      if (former) entry.value = former[1];
      else referring.set(value, [...(referring.get(value) ?? []), entry]);
    } else if (typeof value === "function") entry.value = addFunction(value, value.sig);
    else if (typeof value === "number" || typeof value.value === "number") entry.value = value;
    else throw new Error(`bad export type for '${name}': ${typeof value} (${value})`);
  }
  if (!referring.size) return;
  let index = wasmTable.grow(referring.size);
  const wrapped = wrapFunctions([...referring.keys()]);
  for (const [number, [func, entries]] of [...referring].entries()) {
    setWasmTableEntry(index, wrapped[number]);
    placedFunctions.push([func, index]);
    for (const entry of entries) entry.value = index;
    index += 1;
  }
}
