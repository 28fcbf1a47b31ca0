"""Compiles the modules that an interpreter imports at its start, which saves a quarter of the work of a first start.

The standard library in the tab is a zip of sources, as tracebacks and `inspect` require. The bundle also contains the
code of the modules that every start imports, and of the kernel (kernel/base/precompiled.py reads it); a wheel contains
its modules' code as an installed package does (compiled_wheels.py). Pyodide itself compiles them, in Node, since the
code depends on the version of CPython. Compiled code is kept in `.cache`, by the hash of its source.
"""

import ast
import hashlib
import json
import subprocess
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from .imports import imported_by
from .node import NODE
from .snippet import ROOT

# What a platform's name is compared with, and that name in the tab.
_PLATFORM = {"sys.platform": "linux", "os.name": "posix"}

_COMPILE = Path(__file__).with_name("compile.mjs")
_PYODIDE = ROOT / "node_modules" / "pyodide"
_KEPT = ROOT / ".cache" / "bytecode"


def reachable(sources: dict[str, bytes], roots: Iterable[str]) -> list[str]:
    """The files that are imported with the roots, by statements outside functions.

    Args:
        sources: All files, by name in the zip.
        roots: Names of modules.
    """
    found: dict[str, None] = {}
    waiting = list(roots)
    while waiting:
        module = waiting.pop()
        file = file_of(module, sources)
        if file is None or file in found:
            continue
        found[file] = None
        package = module if file.endswith("/__init__.py") else module.rpartition(".")[0]
        waiting += [module.rpartition(".")[0], *_imports(sources[file], package)]
    return sorted(found)


def file_of(module: str, sources: Container[str]) -> str | None:
    """The file of a module; None if there is none."""
    base = module.replace(".", "/")
    return next((name for name in (f"{base}/__init__.py", f"{base}.py") if name in sources), None)


def _imports(source: bytes, package: str) -> Iterator[str]:
    """The modules that a module may import at import time. A name after `from … import` may be a module or not."""
    try:
        waiting: list[ast.AST] = [ast.parse(source)]
    except SyntaxError:  # newer than the Python that builds the site: imported by others, or compiled in the tab
        return
    while waiting:
        node = waiting.pop()
        # Skip replacements of missing modules, and imports of a module that is run as a program.
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ExceptHandler)):
            continue
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.If) and _is_elsewhere(node.test):
            waiting += node.orelse
            continue
        yield from imported_by(node, package)
        waiting += ast.iter_child_nodes(node)


def _is_elsewhere(test: ast.expr) -> bool:
    """Whether a condition holds on another platform only: `sys.platform == "win32"`."""
    match test:
        case ast.Compare(left=name, ops=[ast.Eq()], comparators=[ast.Constant(str(value))]):
            return _PLATFORM.get(ast.unparse(name), value) != value
        case ast.Call(func=ast.Attribute(value=name, attr="startswith"), args=[ast.Constant(str(value))]):
            return not _PLATFORM.get(ast.unparse(name), value).startswith(value)
    return False


def version() -> str:
    """Pyodide's version, on which the code depends."""
    found: str = json.loads((_PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    return found


def compiled(sources: dict[str, bytes], place: str, *, checked: bool = False) -> dict[str, bytes]:
    """The marshalled code of modules.

    Args:
        sources: By name in a place.
        place: The path of the zip or the directory in the tab, which tracebacks name.
        checked: Whether to make files that CPython reads itself, and checks against the source (PEP 552). They are for
            packages, of which modules for other versions of Python are left out.
    """
    compiler = version()
    kept = {
        name: _KEPT / hashlib.sha256(f"{compiler}\0{checked}\0{place}/{name}\0".encode() + source).hexdigest()
        for name, source in sources.items()
    }
    missing = [
        {"path": f"{place}/{name}", "source": sources[name].decode(), "target": str(path), "checked": checked}
        for name, path in kept.items()
        if not path.exists()
    ]
    if missing:
        _KEPT.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [NODE, _COMPILE, _PYODIDE / "pyodide.mjs"], input=json.dumps(missing), encoding="utf-8", check=True
        )
    return {name: code for name, path in kept.items() if (code := path.read_bytes())}
