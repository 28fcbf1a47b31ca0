"""Compiles what an interpreter imports as it starts, so that a tab needn't: a quarter of the work of a first start.

The standard library in the tab is a zip of sources, as it has to be for tracebacks and `inspect`. Beside these, the
bundle gets the code of the modules that every start imports (kernel/base/precompiled.py reads it). Pyodide itself
compiles them, in Node, for the code is of its version of CPython. What is compiled is kept in `.cache`, by the
hash of its source.
"""

import ast
import hashlib
import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from .imports import imported_by
from .node import NODE
from .snippet import ROOT

_COMPILE = Path(__file__).with_name("compile.mjs")
_PYODIDE = ROOT / "node_modules" / "pyodide"
_KEPT = ROOT / ".cache" / "bytecode"


def reachable(sources: dict[str, bytes], roots: Iterable[str]) -> list[str]:
    """The files that are imported when the roots are, by statements outside functions.

    Args:
        sources: all there is, by name in the zip.
        roots: names of modules.
    """
    found: dict[str, None] = {}
    waiting = list(roots)
    while waiting:
        module = waiting.pop()
        base = module.replace(".", "/")
        file = next((name for name in (f"{base}/__init__.py", f"{base}.py") if name in sources), None)
        if file is None or file in found:
            continue
        found[file] = None
        package = module if file.endswith("/__init__.py") else module.rpartition(".")[0]
        waiting += [module.rpartition(".")[0], *_imports(sources[file], package)]
    return sorted(found)


def _imports(source: bytes, package: str) -> Iterator[str]:
    """What a module may import as it is imported. What `from` names may be a module or not."""
    try:
        waiting: list[ast.AST] = [ast.parse(source)]
    except SyntaxError:  # newer than the Python that builds the site: imported by others, or compiled in the tab
        return
    while waiting:
        node = waiting.pop()
        # What stands in for a missing module isn't imported, nor what a module needs that is run as a program.
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ExceptHandler)):
            continue
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            continue
        yield from imported_by(node, package)
        waiting += ast.iter_child_nodes(node)


def compiled(sources: dict[str, bytes], archive: str) -> dict[str, bytes]:
    """The code of modules, marshalled.

    Args:
        sources: by name in the zip.
        archive: where the zip lies in the tab. Tracebacks name it.
    """
    version = json.loads((_PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    kept = {
        name: _KEPT / hashlib.sha256(f"{version}\0{archive}/{name}\0".encode() + source).hexdigest()
        for name, source in sources.items()
    }
    missing = [
        {"path": f"{archive}/{name}", "source": sources[name].decode(), "target": str(path)}
        for name, path in kept.items()
        if not path.exists()
    ]
    if missing:
        _KEPT.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [NODE, _COMPILE, _PYODIDE / "pyodide.mjs"], input=json.dumps(missing), encoding="utf-8", check=True
        )
    return {name: path.read_bytes() for name, path in kept.items()}
