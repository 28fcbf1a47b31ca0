"""The index of the wheels for the tab, by package, for the runner.

vendor.py writes it when it downloads the wheels, bundle.py puts it into files.json. With it, the kernel's
`packages.py`, whose `Wheel` describes the entries, finds the wheels that a program needs.
"""

import ast
import json
import zipfile
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from email.parser import HeaderParser
from functools import cache
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from . import kernel
from .imports import imported_by
from .kernel import RUNNER
from .snippet import ROOT, Snippet

# Written by vendor.py; not shipped.
DOWNLOADS = ROOT / ".cache" / "wheels"
INDEX = ROOT / ".cache" / "wheels.json"
# Written by bundle.py, with bytecode.
SHIPPED = RUNNER / "vendor" / "wheels"
_NAMED = ROOT / "requirements" / "tab.in"
# The tab's environment markers (PEP 508): Linux's, like those that programs see.
_TAB = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.14.2",
    "python_version": "3.14",
    "sys_platform": "linux",
}
Entry = dict[str, Any]


@cache
def index() -> dict[str, Entry]:
    """The available wheels."""
    found: dict[str, Entry] = json.loads(INDEX.read_text(encoding="utf-8"))
    return found


def shipped() -> dict[str, Path]:
    """The wheel of each package as it ships."""
    there = {path.stem.rpartition("-")[0]: path for path in SHIPPED.glob("*.whl")}
    return {name: there[Path(entry["file"]).stem] for name, entry in index().items()}


def told() -> dict[str, Entry]:
    """The part of the index that the runner gets, of the wheels that ship."""
    files = {name: {"file": path.name, "size": path.stat().st_size} for name, path in shipped().items()}
    return {
        name: {key: value for key, value in (entry | files[name]).items() if key != "licence" and value != {}}
        for name, entry in index().items()
    }


def needed(snippet: Snippet) -> list[str]:
    """The packages that a program needs, as determined in the tab."""
    return _needed_by(*(path.read_text(encoding="utf-8") for path in (snippet.path, *snippet.local_modules)))


@cache
def _needed_by(*sources: str) -> list[str]:
    packages = kernel.module("python.packages")
    packages.offer(index())
    found: list[str] = packages.imported(sources)
    return found


def needed_by_stdlib() -> set[str]:
    """The packages that modules of the standard library read."""
    return {name for names in kernel.module("python.packages").REQUIRED_BY_STDLIB.values() for name in names}


def named() -> set[str]:
    """The packages that requirements/tab.in names; the others are their requirements."""
    lines = _NAMED.read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(Requirement(line).name) for line in lines if line and not line.startswith("#")}


def _metadata(wheel: zipfile.ZipFile) -> Any:
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return HeaderParser().parsestr(wheel.read(name).decode())


def _requires(requirements: list[Requirement], extra: str) -> set[str]:
    marked = [each for each in requirements if each.marker is None or each.marker.evaluate({**_TAB, "extra": extra})]
    return {canonicalize_name(each.name) for each in marked}


def _scripts(wheel: zipfile.ZipFile) -> list[str]:
    """The names of a wheel's console scripts."""
    points = ConfigParser(delimiters="=", interpolation=None, default_section="")
    points.optionxform = str  # type: ignore[assignment, method-assign]  # names keep their case
    for name in wheel.namelist():
        if name.endswith(".dist-info/entry_points.txt"):
            points.read_string(wheel.read(name).decode())
    return sorted(points["console_scripts"]) if "console_scripts" in points else []


def _licence(metadata: Any) -> str:
    """A wheel's licence as an expression of SPDX; older ones have a field for a line, or a classifier."""
    line = (metadata["License"] or "").strip()
    if metadata["License-Expression"] or (line and "\n" not in line):
        return str(metadata["License-Expression"] or line)
    classifiers = [text for text in metadata.get_all("Classifier", []) if text.startswith("License ::")]
    return classifiers[0].rpartition(" :: ")[2] if classifiers else "see its files"


def _entry(path: Path) -> tuple[str, Entry]:
    """The name of a wheel's package, and an entry from its metadata."""
    with zipfile.ZipFile(path) as wheel:
        files = wheel.namelist()
        metadata = _metadata(wheel)
        scripts = _scripts(wheel)
    tops = {name.partition("/")[0] for name in files}
    requirements = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    required = _requires(requirements, "")
    name, version, *_ = parse_wheel_filename(path.name)
    return canonicalize_name(name), {
        "file": path.name,
        "size": path.stat().st_size,
        "version": str(version),
        "licence": _licence(metadata),
        "imports": sorted(top.removesuffix(".py") for top in tops if not top.endswith((".dist-info", ".data", ".pth"))),
        "requires": sorted(required),
        "extras": {
            extra: sorted(_requires(requirements, extra) - required) for extra in metadata.get_all("Provides-Extra", [])
        },
        **({"scripts": scripts} if scripts else {}),
    }


def make(folder: Path) -> dict[str, Entry]:
    """The index of the wheels in a folder. Raises SystemExit if a requirement is missing."""
    found = dict(map(_entry, sorted(folder.glob("*.whl"))))
    for name, entry in found.items():
        if missing := set(entry["requires"]) - set(found):
            raise SystemExit(f"{name} requires {', '.join(sorted(missing))}, which requirements/tab.txt lacks")
        extras = {extra: [each for each in names if each in found] for extra, names in entry["extras"].items()}
        entry["extras"] = {extra: names for extra, names in extras.items() if names}
        entry["named"] = name in named()
    for name, brought in _brought(folder, found).items():
        found[name]["brings"] = brought
    return found


def _brought(folder: Path, found: dict[str, Entry]) -> dict[str, dict[str, list[str]]]:
    """By package, its modules that can't be imported without a package that it doesn't require.

    `starlette.testclient` is one: it needs httpx, which Starlette doesn't require.
    """
    imports: dict[str, set[str]] = {}
    owner: dict[str, str] = {}
    for name, entry in found.items():
        with zipfile.ZipFile(folder / entry["file"]) as wheel:
            for file in wheel.namelist():
                if file.endswith(".py"):
                    module = file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
                    package = module if file.endswith("/__init__.py") else module.rpartition(".")[0]
                    owner[module] = name
                    imports[module] = set(_needed(wheel.read(file), package))
    brought: dict[str, dict[str, list[str]]] = {}
    for module, name in owner.items():
        if any(part.startswith("_") for part in module.split(".")):
            continue  # no program imports it
        needed = {owner[each] for each in _closure(module, imports)} - closure([name], found)
        # Requirements of the others are installed with them.
        needed -= {each for other in needed for each in closure([other], found) - {other}}
        if needed:
            brought.setdefault(name, {})[module] = sorted(needed)
    return brought


def closure(names: Iterable[str], found: dict[str, Entry]) -> set[str]:
    """Packages with all their requirements."""
    wanted, seen = list(names), set[str]()
    while wanted:
        if (name := wanted.pop()) not in seen:
            seen.add(name)
            wanted += found[name]["requires"]
    return seen


def _closure(module: str, imports: dict[str, set[str]]) -> set[str]:
    """The modules of wheels that are imported with a module."""
    wanted, seen = [module], set[str]()
    while wanted:
        name = wanted.pop()
        if name in imports and name not in seen:
            seen.add(name)
            wanted += [*imports[name], name.rpartition(".")[0]]
    return seen


def _needed(source: bytes, package: str) -> Iterator[str]:
    """The modules that an import needs: not those in functions, or in a `try` that can do without them."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ExceptHandler)):
            continue
        if isinstance(node, ast.If):
            # Tests of versions and platforms have alternatives.
            waiting += node.orelse if "TYPE_CHECKING" in ast.unparse(node.test) else []
            continue
        if isinstance(node, ast.Try) and node.handlers and not all(_raises(handler) for handler in node.handlers):
            continue
        yield from imported_by(node, package)
        waiting += ast.iter_child_nodes(node)


def _raises(handler: ast.ExceptHandler) -> bool:
    """Whether a handler only reports what is missing, possibly after trying something else."""
    return any(
        isinstance(node, ast.Raise) or (isinstance(node, ast.Try) and any(map(_raises, node.handlers)))
        for node in handler.body
    )
