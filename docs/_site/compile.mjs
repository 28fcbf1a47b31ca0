// Compiles Python modules with Pyodide, for the build: a list of {path, source, target, checked} as JSON on standard input.
import {writeFileSync} from "node:fs";
import {text} from "node:stream/consumers";
import {pathToFileURL} from "node:url";

const {loadPyodide} = await import(pathToFileURL(process.argv[2]));
const pyodide = await loadPyodide();
const compile = pyodide.runPython(`
import marshal
import warnings
from importlib import _bootstrap_external
from importlib.util import source_hash

warnings.simplefilter("ignore")  # who imports the module is warned


def code(path, text, checked):
    source = text.encode()
    try:
        compiled = compile(source, path, "exec", dont_inherit=True)
    except SyntaxError:
        if not checked:
            raise
        return b""  # a package's module for another version of Python
    if checked:
        return bytes(_bootstrap_external._code_to_hash_pyc(compiled, source_hash(source), True))
    return marshal.dumps(compiled)


code
`);
for (const {path, source, target, checked} of JSON.parse(await text(process.stdin))) {
  const code = compile(path, source, checked);
  writeFileSync(target, code.toJs());
  code.destroy();
}
