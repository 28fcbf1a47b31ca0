/**
 * Leaves out of pyodide.asm.mjs what an interpreter of this site can't reach: `node shake.mjs GLUE TARGET WASM READER…`
 * writes what is left to TARGET. READERs are the scripts that use its module.
 *
 * Pyodide is linked so that libraries which are loaded later find all that Emscripten has: OpenGL, SDL, sockets of the browser,
 * and a variable for each function of the WebAssembly module. What packages load later (pydantic-core) takes C functions only. All of it is parsed by each
 * interpreter that starts, which took a quarter of a child's start.
 *
 * What is kept: statements that do something, what they name, and what that names. Names count wherever they stand, so more
 * is kept than could be used, never less.
 */
import {readFileSync, writeFileSync} from "node:fs";
import {parse as parseScript} from "acorn";

const [glue, target, wasm, ...readers] = process.argv.slice(2);

/** @param {string} text */
const parse = (text) => parseScript(text, {ecmaVersion: "latest", sourceType: "module"});

/** The names that pieces of code mention: variables, and properties. @param {any[]} nodes */
function mentioned(...nodes) {
  const names = new Set();
  const properties = new Set();
  const visit = (/** @type {any} */ node) => {
    if (!node || typeof node.type !== "string") return;
    if (node.type === "Identifier") names.add(node.name);
    else if (node.type === "Literal") properties.add(node.value);
    else if (node.type === "TemplateElement") properties.add(node.value.cooked);
    for (const [key, value] of Object.entries(node)) {
      const isName = !node.computed && ((node.type === "MemberExpression" && key === "property") || (node.key && key === "key"));
      if (isName && value.type === "Identifier") properties.add(value.name);
      else if (Array.isArray(value)) value.forEach(visit);
      else if (value && typeof value === "object") visit(value);
    }
  };
  nodes.forEach(visit);
  return {names, properties};
}

const PURE = ["FunctionExpression", "ArrowFunctionExpression", "Literal", "Identifier"];

/** Whether to evaluate something does nothing else. @param {any} node */
function isPure(node) {
  if (!node || PURE.includes(node.type)) return true;
  if (node.type === "ArrayExpression") return node.elements.every(isPure);
  if (node.type === "UnaryExpression") return node.operator !== "delete" && isPure(node.argument);
  return node.type === "ObjectExpression" && node.properties.every((/** @type {any} */ {type, computed, value}) => type === "Property" && !computed && isPure(value));
}

/** `Module["name"]=value`, taken apart. @param {any} node */
function entryOf({type, operator, left, right}) {
  if (type !== "AssignmentExpression" || operator !== "=" || left.type !== "MemberExpression" || left.object.name !== "Module") return null;
  return typeof left.property.value === "string" ? {name: left.property.value, value: right} : null;
}

const text = readFileSync(glue, "utf8");
const factory = /** @type {any} */ (parse(text).body.find(({type}) => type === "FunctionDeclaration"));
/** C functions for drawing, which Emscripten's table of them names: nothing calls them, and a worker has nothing to draw on. */
const DRAWS = /^emscripten_gl[A-Z]/;
const imported = new Set(
  WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(wasm)))
    .filter(({kind, name}) => kind === "function" || !DRAWS.test(name))
    .map(({name}) => name),
);

/**
 * Pieces of the text: each has code that mentions others, and is needed because of its effect (`always`), of a variable that it
 * declares (`variable`), or of a property of the module or of what C code imports (`property`).
 * @type {{node: any, code: any[], always?: boolean, variable?: string, property?: string, inList?: boolean}[]}
 */
const pieces = [];
/** @param {any} node @param {object} piece */
const enter = (node, piece) => pieces.push({node, code: [node], ...piece});

for (const statement of factory.body.body) {
  const {type, id, expression} = statement;
  if (type === "FunctionDeclaration" && id.name === "assignWasmExports") {
    for (const assignment of statement.body.body) {
      // variable = Module["variable"] = wasmExports["function"]
      const {left, right} = assignment.expression;
      const entry = entryOf(right);
      if (left.type === "Identifier" && entry) enter(assignment, {variable: left.name, property: entry.name, code: []});
      else enter(assignment, {always: true});
    }
  } else if (type === "FunctionDeclaration" || (type === "ClassDeclaration" && !statement.superClass)) {
    enter(statement, {variable: id.name});
  } else if (type === "VariableDeclaration") {
    for (const declaration of statement.declarations) {
      const {id, init} = declaration;
      if (id.name === "wasmImports") {
        for (const property of init.properties) {
          const known = property.key.name ?? property.key.value;
          enter(property, {inList: true, code: [property.value], ...(imported.has(known) ? {always: true} : {property: known})});
        }
      } else if (id.type === "Identifier" && isPure(init)) enter(declaration, {variable: id.name, inList: true, code: [init]});
      else enter(declaration, {always: true, inList: true});
    }
  } else if (type === "ExpressionStatement") {
    const entry = entryOf(expression);
    const {left} = expression;
    if (entry && isPure(entry.value)) enter(statement, {property: entry.name, code: [entry.value]});
    else if (left?.type === "MemberExpression" && left.property.name === "sig" && left.object.type === "Identifier") {
      enter(statement, {variable: left.object.name, code: []});
    } else enter(statement, {always: true});
  } else {
    enter(statement, {always: true});
  }
}

const variables = new Set();
const properties = new Set();
for (const reader of readers) for (const name of mentioned(parse(readFileSync(reader, "utf8"))).properties) properties.add(name);
const kept = new Set();
for (let size = -1; size !== kept.size; ) {
  size = kept.size;
  for (const piece of pieces) {
    if (kept.has(piece)) continue;
    if (!piece.always && !variables.has(piece.variable) && !properties.has(piece.property)) continue;
    kept.add(piece);
    const found = mentioned(...piece.code);
    for (const name of found.names) variables.add(name);
    for (const name of found.properties) properties.add(name);
    // Both halves of an assignment are there, so both have to be.
    if (piece.variable) variables.add(piece.variable);
  }
}

const cuts = pieces.filter((piece) => !kept.has(piece)).map(({node, inList}) => {
  const {end} = node;
  // With the comma that follows; where it was the last of a list, JavaScript allows the one before for objects only.
  return {from: node.start, to: inList && text[end] === "," ? end + 1 : end, lastOfList: inList && text[end] !== ","};
});
let left = "";
let at = 0;
for (const {from, to, lastOfList} of cuts.sort((one, other) => one.from - other.from)) {
  if (from < at) continue; // inside of what is cut already
  left += text.slice(at, from);
  if (lastOfList) left = left.replace(/,$/, "");
  at = to;
}
left += text.slice(at);
// A declaration of which nothing is left.
left = left.replaceAll(/\b(?:var|let|const) ?;/g, "");
/**
 * Puts functions into parentheses: browsers then compile them at once. Otherwise they would parse all of each twice, first to find its
 * end, then to call it.
 * @param {string} text @param {any[]} statements of `text`, the last one first @param {string[]} names
 */
function compileAtOnce(text, statements, names) {
  for (const {type, id, async, start, end} of statements) {
    if (type !== "FunctionDeclaration" || !names.includes(id.name)) continue;
    const begin = `${async ? "async " : ""}function`;
    const rest = text.slice(start, end).slice(`${begin} ${id.name}`.length);
    text = `${text.slice(0, start)}var ${id.name}=(${begin}${rest});${text.slice(end)}`;
  }
  return text;
}
const outer = /** @type {any} */ (parse(left).body.find(({type}) => type === "FunctionDeclaration"));
left = compileAtOnce(left, outer.body.body.toReversed(), ["pyodide_js_init"]);
writeFileSync(target, compileAtOnce(left, parse(left).body, [outer.id.name]));
