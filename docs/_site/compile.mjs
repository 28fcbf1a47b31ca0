// Compiles Python modules with Pyodide, for the build: a list of {path, source, target} as JSON on standard input.
import {writeFileSync} from "node:fs";
import {text} from "node:stream/consumers";
import {pathToFileURL} from "node:url";

const {loadPyodide} = await import(pathToFileURL(process.argv[2]));
const pyodide = await loadPyodide();
const compile = pyodide.runPython(`
import marshal
lambda path, source: marshal.dumps(compile(source, path, "exec", dont_inherit=True))
`);
for (const {path, source, target} of JSON.parse(await text(process.stdin))) {
  const code = compile(path, source);
  writeFileSync(target, code.toJs());
  code.destroy();
}
