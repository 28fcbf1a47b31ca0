"""The packages that a program imports: which wheels that takes, and their unpacking."""

import ast
import sys
import textwrap
import warnings
from collections.abc import Iterable, Mapping
from typing import TypedDict

from . import preloaded


class Wheel(TypedDict):
    """An entry of vendor/wheels/index.json."""

    file: str
    size: int
    imports: list[str]
    requires: list[str]


# The packages of this page that no other one requires: what its programs import.
_offered: list[str] = []

# What is unpacked.
_installed: set[str] = set()

# What modules of the standard library read that a system has, or a package brings.
_REQUIRED_BY_STDLIB = {"zoneinfo": ["tzdata"]}


def imported_names(source: str) -> set[str]:
    """The top-level modules that a file imports, anywhere in it; none if it isn't valid Python.

    Programs that it holds as text, which children run, count too. A program that sets TZ, for `time.tzset`,
    reads what `zoneinfo` reads.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # the compiler tells of them when the file runs
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Constant) and node.value == "TZ":
            names.add("zoneinfo")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "import " in node.value:
            names |= imported_names(textwrap.dedent(node.value))
    return names


# What modules of the standard library need that a tab can't have.
_NEEDS = {
    "curses": "a terminal", "readline": "a terminal", "termios": "a terminal", "tty": "a terminal", "pty": "a terminal",
    "tkinter": "a window system", "turtle": "a window system", "idlelib": "a window system",
    "curses_panel": "a terminal", "venv": "a package index", "ensurepip": "a package index",
    "syslog": "a system log", "gdbm": "the C library gdbm", "dbm": "the C library ndbm",
}  # fmt: skip


def offer(index: Mapping[str, Wheel]) -> None:
    """Say what there is, before an image is made: its interpreters tell who misses something (`note`)."""
    required = {name for wheel in index.values() for name in wheel["requires"]}
    required.update(*_REQUIRED_BY_STDLIB.values())
    _offered[:] = [name for name in index if name not in required]


def imported(sources: Iterable[str], index: Mapping[str, Wheel]) -> list[str]:
    """The packages that programs import."""
    names = set().union(*map(imported_names, sources))
    wanted = [name for name, wheel in index.items() if names & set(wheel["imports"])]
    return wanted + [name for module in sorted(names) for name in _REQUIRED_BY_STDLIB.get(module, ())]


def missing(packages: Iterable[str], index: Mapping[str, Wheel]) -> list[str]:
    """What is still to be unpacked of packages and of all that these require."""
    wanted = list(packages)
    found: dict[str, None] = {}
    while wanted:
        name = wanted.pop()
        if name not in found and name in index:
            found[name] = None
            wanted += index[name]["requires"]
    return [name for name in found if name not in _installed]


def note(error: BaseException) -> str | None:
    """What helps whoever imports a package that isn't there."""
    if not isinstance(error, ModuleNotFoundError) or not error.name or "." in error.name:
        return None
    if error.name in sys.stdlib_module_names:
        why = _NEEDS.get(error.name.lstrip("_"), "what a browser tab doesn't have")
        return f"{error.name} is a part of CPython that needs {why}. On your machine it is there"
    offered = ", ".join(["the standard library", *_offered])
    return f"This page has {offered}. On your machine: uv run --with {error.name} {sys.argv[0] or 'FILE'}"


def install(path: str, package: str) -> None:
    """Unpack the wheel of a package to where modules are imported from."""
    import zipfile  # imports `threading`, which has to find the kernel's modules in place

    target = next(entry for entry in sys.path if entry.endswith("site-packages"))
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(target)
    _installed.add(package)


def preload(modules: Iterable[str], index: Mapping[str, Wheel]) -> None:
    """Have modules of packages imported, for an image: see preloaded."""
    preloaded.load(modules, [top for wheel in index.values() for top in wheel["imports"]])
