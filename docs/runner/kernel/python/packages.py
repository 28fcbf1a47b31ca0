"""The packages that a program imports: finding and unpacking their wheels."""

import ast
import importlib
import itertools
import os
import re
import sys
import textwrap
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, NotRequired, TypedDict

from ..base import collector
from . import preloaded


class Wheel(TypedDict):
    """The page's record of a package (docs/_site/wheels.py).

    `named`: whether it was requested itself; `extras`: what each extra adds to `requires`; `brings`: its modules that
    need a package which it doesn't require; `scripts`: the names of its console scripts.
    """

    file: str
    size: int
    version: str
    named: bool
    imports: list[str]
    requires: list[str]
    extras: NotRequired[dict[str, list[str]]]
    brings: NotRequired[dict[str, list[str]]]
    scripts: NotRequired[list[str]]


class Asked(NamedTuple):
    """The references to packages in a program.

    Attributes:
        modules: The modules that it imports, with dots.
        words: Strings that consist of one word.
        marks: The marks of pytest that it uses.
        packages: The packages in its PEP 723 block, with their extras.
        names: The variables and attributes that it uses.
    """

    modules: set[str]
    words: set[str]
    marks: set[str]
    packages: dict[str, set[str]]
    names: set[str]


# The available packages.
_index: dict[str, Wheel] = {}

# The unpacked packages.
_installed: set[str] = set()

# The console scripts of the unpacked packages, as paths; an image takes them along (site-packages.js).
scripts: list[str] = []

# Packages with data that modules of the standard library read, which Linux has in system files.
REQUIRED_BY_STDLIB = {"zoneinfo": ["tzdata"]}

# Packages that others import only when it is needed, without requiring them, by the names with which programs need it.
_FORMS = {"Form", "File", "UploadFile", "OAuth2PasswordRequestForm", "OAuth2PasswordRequestFormStrict", "form"}
_WEB_SOCKETS = {"WebSocket", "WebSocketRoute", "WebSocketEndpoint", "websocket", "websocket_route"}
_WHEN_NEEDED = {"starlette": (_FORMS, "python-multipart"), "uvicorn": (_WEB_SOCKETS, "websockets")}

_WORD = re.compile(r"\w+")
_BLOCK_BEGINS = "# /// script"
# The expression in PEP 723.
_BLOCK = re.compile(r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
# A console script, as pip writes it.
_SCRIPT = """\
#!{executable}
import sys
from {module} import {imported}
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit({function}())
"""
# A module that a command line runs.
_RUN_BY_NAME = re.compile(r"(?<!\S)-m ([A-Za-z_][\w.]*)")
# The beginning of a PEP 508 requirement: a name, and extras.
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?")


def _canonical(name: str) -> str:
    """A package's normalized name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named_packages(source: str) -> dict[str, set[str]]:
    """The packages in a program's PEP 723 block, with the extras of each; empty if it has no valid block."""
    if _BLOCK_BEGINS not in source or not (block := _BLOCK.search(source)):
        return {}
    import tomllib  # imported here: only programs with such a block need it

    try:
        metadata = tomllib.loads("\n".join(line[2:] for line in block["content"].splitlines()))
    except tomllib.TOMLDecodeError:
        return {}
    found: dict[str, set[str]] = {}
    dependencies = metadata.get("dependencies", [])
    for text in dependencies if isinstance(dependencies, list) else []:
        if match := _REQUIREMENT.match(str(text)):
            extras = {_canonical(extra.strip()) for extra in (match[2] or "").split(",") if extra.strip()}
            found.setdefault(_canonical(match[1]), set()).update(extras)
    return found


def asked(source: str) -> Asked:
    """Find the references to packages anywhere in a program; none if it isn't valid Python.

    Programs in its string literals, which children may run, count too, and modules that it runs by `python -m`. A
    program that sets TZ, for `time.tzset`, needs the data that `zoneinfo` needs.
    """
    found = Asked(set(), set(), set(), named_packages(source), set())
    _look_through(source, found)
    return found


def _look_through(source: str, found: Asked) -> None:
    try:
        with warnings.catch_warnings(action="ignore"):  # the compiler will issue them when the file runs
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.names.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.names.add(node.attr)
            if isinstance(node.value, ast.Attribute) and node.value.attr == "mark":
                found.marks.add(node.attr)
        elif isinstance(node, ast.Import):
            found.modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.modules.add(node.module)
            found.modules.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, (ast.List, ast.Tuple, ast.Call)):
            parts = node.args if isinstance(node, ast.Call) else node.elts
            texts = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            found.modules.update(str(name) for option, name in itertools.pairwise(texts) if option == "-m" and name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.modules.update(_RUN_BY_NAME.findall(node.value))
            if node.value == "TZ":
                found.modules.add("zoneinfo")
            elif "import " in node.value:
                _look_through(textwrap.dedent(node.value), found)
            elif node.value.isidentifier():
                found.words.add(node.value)


# The things that modules of the standard library need and a tab can't have.
_NEEDS = {
    "curses": "a terminal", "readline": "a terminal", "termios": "a terminal", "tty": "a terminal", "pty": "a terminal",
    "tkinter": "a window system", "turtle": "a window system", "idlelib": "a window system",
    "curses_panel": "a terminal", "venv": "a package index", "ensurepip": "a package index",
    "syslog": "a system log", "gdbm": "the C library gdbm", "dbm": "the C library ndbm",
}  # fmt: skip


def offer(index: Mapping[str, Wheel]) -> None:
    """Set the available packages, before an image is made, so that its interpreters know them."""
    _index.clear()
    _index.update(index)


def _may_need_any(source: str) -> bool:
    """Whether a program has a word that could be a reference: to parse it would take longer than most programs do."""
    modules = {name for wheel in _index.values() for name in wheel["imports"]}
    words = set(_WORD.findall(source))
    return _BLOCK_BEGINS in source or not words.isdisjoint(modules | REQUIRED_BY_STDLIB.keys() | {"TZ"})


def imported(sources: Iterable[str]) -> list[str]:
    """The packages that programs need, without those that others require anyway."""
    sources = list(sources)
    if not any(map(_may_need_any, sources)):
        return []
    programs = [asked(source) for source in sources]
    wanted = {name for program in programs for name in _wanted(program)}
    used = {name for program in programs for name in program.names}
    there = set(_closure(wanted))
    for package, (names, other) in _WHEN_NEEDED.items():
        if package in there and other in _index and not names.isdisjoint(used):
            wanted.add(other)
    required = {other for name in wanted for other in _closure([name]) if other != name}
    return sorted(wanted - required)


def _wanted(program: Asked) -> Iterator[str]:
    tops = {name.partition(".")[0] for name in program.modules}
    for name, wheel in _index.items():
        extras = program.packages.get(name)
        if extras is None and tops.isdisjoint(wheel["imports"]):
            continue
        yield name
        for module, others in wheel.get("brings", {}).items():
            if module in program.modules:
                yield from others
        for extra, others in wheel.get("extras", {}).items():
            # `backend="trio"` means that a program needs Trio, even without `anyio[trio]` in a block.
            if extra in (extras or ()) or (extra in program.words and extra in others):
                yield from others
    if "pytest" in tops or "pytest" in program.packages:
        yield from (plugin for mark in program.marks if (plugin := f"pytest-{mark}") in _index)
    for module in tops & REQUIRED_BY_STDLIB.keys():
        yield from (name for name in REQUIRED_BY_STDLIB[module] if name in _index)


def _closure(packages: Iterable[str]) -> list[str]:
    """The available ones of some packages, and all their requirements."""
    wanted = list(packages)
    found: dict[str, None] = {}
    while wanted:
        name = wanted.pop()
        if name not in found and name in _index:
            found[name] = None
            wanted += _index[name]["requires"]
    return list(found)


def missing(packages: Iterable[str]) -> list[str]:
    """Packages and requirements that are not unpacked yet."""
    return [name for name in _closure(packages) if name not in _installed]


def note(error: BaseException) -> str | None:
    """Advice for an import of a package that isn't available."""
    if not isinstance(error, ModuleNotFoundError) or not error.name or "." in error.name:
        return None
    if error.name in sys.stdlib_module_names:
        why = _NEEDS.get(error.name.lstrip("_"), "something that a browser tab lacks")
        return f"{error.name} is a part of CPython that needs {why}. Python on your machine has it"
    shipped = sorted(name for name, wheel in _index.items() if error.name in wheel["imports"])
    if shipped:
        return f"{shipped[0]} is available. {_how(shipped[0])}"
    hidden = {name for names in REQUIRED_BY_STDLIB.values() for name in names}
    offered = ", ".join(name for name, wheel in _index.items() if wheel["named"] and name not in hidden)
    return (
        f"This page has the standard library, {offered}. "
        f"On your machine: uv run --with {error.name} {sys.argv[0] or 'FILE'}"
    )


def note_on_program(script: str) -> str | None:
    """Advice for a console script of an available package that isn't unpacked."""
    package = next((name for name, wheel in _index.items() if script in wheel.get("scripts", ())), None)
    return package and f"{script} is a program of the package {package}, which is not loaded. {_how(package)}"


def _how(package: str) -> str:
    return (
        "This page loads what a program imports by a statement, or names in a block:\n"
        f'# /// script\n# dependencies = ["{package}"]\n# ///'
    )


def install(path: str, package: str) -> None:
    """Unpack the wheel of a package into site-packages, and put its console scripts beside the interpreter."""
    import zipfile  # imports `threading`, which needs the kernel to be installed

    target = next(entry for entry in sys.path if entry.endswith("site-packages"))
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(target)
        entry_points = [name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt")]
    for name in entry_points:
        _write_scripts(os.path.join(target, os.path.dirname(name)))
    _installed.add(package)


def _write_scripts(metadata: str) -> None:
    """Write the console scripts of the distribution whose `.dist-info` directory this is, and record them there."""
    from importlib.metadata import Distribution  # imported here: few packages have entry points

    for point in Distribution.at(metadata).entry_points.select(group="console_scripts"):
        script = os.path.join(os.path.dirname(sys.executable), point.name)
        names = {"module": point.module, "imported": point.attr.partition(".")[0], "function": point.attr}
        with open(script, "w", encoding="utf-8") as file:
            file.write(_SCRIPT.format(executable=sys.executable, **names))
        os.chmod(script, 0o755)
        scripts.append(script)
        with open(os.path.join(metadata, "RECORD"), "a", encoding="utf-8") as record:
            record.write(f"{os.path.relpath(script, os.path.dirname(metadata))},,\n")


def preload(packages: Iterable[str], modules: Mapping[str, list[str]]) -> None:
    """Import modules of packages for an image: see preloaded.

    Args:
        packages: The packages that a program needs.
        modules: By package, the modules that the guide's programs import; all modules of other packages are imported.
    """
    roots = list(packages)
    wanted = [
        module
        for name in _closure(roots)
        for module in modules.get(name, _index[name]["imports"] if name in roots else [])
    ]
    preloaded.load(wanted, [top for wheel in _index.values() for top in wheel["imports"]])
    # importlib.metadata keeps the standard library's zip file open, and an image has no open files: interpreters that
    # start from it would reuse the descriptor for another file, which the garbage collector would close.
    importlib.invalidate_caches()
    collector.relieve()


def forget() -> None:
    """Import preloaded modules again from their files, because of new packages that the image didn't have.

    Many modules check at import time which others are available: AnyIO for sniffio, Starlette for httpx2.
    """
    preloaded.forget()
