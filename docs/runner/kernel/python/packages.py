"""The packages that a program imports: which wheels that takes, and their unpacking."""

import ast
import gc
import importlib
import re
import sys
import textwrap
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, NotRequired, TypedDict

from . import preloaded


class Wheel(TypedDict):
    """What the page says of a package (docs/_site/wheels.py).

    `named`: whether it is there for its own sake; `extras`: what each of them adds to `requires`; `brings`: of its
    modules, those that need a package which it doesn't require.
    """

    file: str
    size: int
    version: str
    named: bool
    imports: list[str]
    requires: list[str]
    extras: NotRequired[dict[str, list[str]]]
    brings: NotRequired[dict[str, list[str]]]


class Asked(NamedTuple):
    """What a program asks for.

    Attributes:
        modules: that it imports, with dots.
        words: strings in it that are one word.
        marks: of pytest's.
        packages: that its PEP 723 block names, with their extras.
    """

    modules: set[str]
    words: set[str]
    marks: set[str]
    packages: dict[str, set[str]]


# The packages of this page.
_index: dict[str, Wheel] = {}

# What is unpacked.
_installed: set[str] = set()

# What modules of the standard library read that a system has, or a package brings.
REQUIRED_BY_STDLIB = {"zoneinfo": ["tzdata"]}

# As PEP 723 has it.
_BLOCK = re.compile(r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
# The beginning of a requirement, as PEP 508 has it: a name, and extras.
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?")


def _canonical(name: str) -> str:
    """A package's name as the index has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named_packages(source: str) -> dict[str, set[str]]:
    """The packages that a program's PEP 723 block names, and the extras of each; none if it has no valid one."""
    if "# /// script" not in source or not (block := _BLOCK.search(source)):
        return {}
    import tomllib  # costs those who have such a block

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
    """What a program asks for, anywhere in it; nothing if it isn't valid Python.

    Programs that it holds as text, which children run, count too. A program that sets TZ, for `time.tzset`,
    reads what `zoneinfo` reads.
    """
    found = Asked(set(), set(), set(), named_packages(source))
    _look_through(source, found)
    return found


def _look_through(source: str, found: Asked) -> None:
    try:
        with warnings.catch_warnings(action="ignore"):  # the compiler tells of them when the file runs
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.modules.add(node.module)
            found.modules.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "mark":
            found.marks.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value == "TZ":
                found.modules.add("zoneinfo")
            elif "import " in node.value:
                _look_through(textwrap.dedent(node.value), found)
            elif node.value.isidentifier():
                found.words.add(node.value)


# What modules of the standard library need that a tab can't have.
_NEEDS = {
    "curses": "a terminal", "readline": "a terminal", "termios": "a terminal", "tty": "a terminal", "pty": "a terminal",
    "tkinter": "a window system", "turtle": "a window system", "idlelib": "a window system",
    "curses_panel": "a terminal", "venv": "a package index", "ensurepip": "a package index",
    "syslog": "a system log", "gdbm": "the C library gdbm", "dbm": "the C library ndbm",
}  # fmt: skip


def offer(index: Mapping[str, Wheel]) -> None:
    """Say what there is, before an image is made: its interpreters know it."""
    _index.clear()
    _index.update(index)


def imported(sources: Iterable[str]) -> list[str]:
    """The packages that programs need, without those that come along because others require them."""
    wanted = {name for source in sources for name in _wanted(asked(source))}
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
            # `backend="trio"` says that a program needs Trio, without a block that says `anyio[trio]`.
            if extra in (extras or ()) or (extra in program.words and extra in others):
                yield from others
    if "pytest" in tops or "pytest" in program.packages:
        yield from (plugin for mark in program.marks if (plugin := f"pytest-{mark}") in _index)
    for module in tops & REQUIRED_BY_STDLIB.keys():
        yield from (name for name in REQUIRED_BY_STDLIB[module] if name in _index)


def _closure(packages: Iterable[str]) -> list[str]:
    """Packages that there are, and all that these require."""
    wanted = list(packages)
    found: dict[str, None] = {}
    while wanted:
        name = wanted.pop()
        if name not in found and name in _index:
            found[name] = None
            wanted += _index[name]["requires"]
    return list(found)


def missing(packages: Iterable[str]) -> list[str]:
    """What is still to be unpacked of packages and of all that these require."""
    return [name for name in _closure(packages) if name not in _installed]


def note(error: BaseException) -> str | None:
    """What helps whoever imports a package that isn't there."""
    if not isinstance(error, ModuleNotFoundError) or not error.name or "." in error.name:
        return None
    if error.name in sys.stdlib_module_names:
        why = _NEEDS.get(error.name.lstrip("_"), "something that a browser tab lacks")
        return f"{error.name} is a part of CPython that needs {why}. Python on your machine has it"
    shipped = sorted(name for name, wheel in _index.items() if error.name in wheel["imports"])
    if shipped:
        return (
            f"This page has {shipped[0]}. It loads what a program imports by a statement, or names in a block:\n"
            f'# /// script\n# dependencies = ["{shipped[0]}"]\n# ///'
        )
    hidden = {name for names in REQUIRED_BY_STDLIB.values() for name in names}
    offered = ", ".join(name for name, wheel in _index.items() if wheel["named"] and name not in hidden)
    return (
        f"This page has the standard library, {offered}. "
        f"On your machine: uv run --with {error.name} {sys.argv[0] or 'FILE'}"
    )


def install(path: str, package: str) -> None:
    """Unpack the wheel of a package to where modules are imported from."""
    import zipfile  # imports `threading`, which has to find the kernel's modules in place

    target = next(entry for entry in sys.path if entry.endswith("site-packages"))
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(target)
    _installed.add(package)


def preload(packages: Iterable[str], modules: Mapping[str, list[str]]) -> None:
    """Have modules of packages imported, for an image: see preloaded.

    Args:
        packages: that a program needs.
        modules: by package, what programs of the guide import of it; of the others, all that can be imported.
    """
    roots = list(packages)
    wanted = [
        module
        for name in _closure(roots)
        for module in modules.get(name, _index[name]["imports"] if name in roots else [])
    ]
    preloaded.load(wanted, [top for wheel in _index.values() for top in wheel["imports"]])
    # importlib.metadata keeps the standard library's zip file open, and an image has no open files: whoever starts from
    # it would give the descriptor to another one, which the collector would close.
    importlib.invalidate_caches()
    gc.collect()


def forget() -> None:
    """Let modules be imported from their files, where packages come that an image didn't have.

    Many modules look what else there is as they are imported: AnyIO for sniffio, Starlette for httpx2.
    """
    preloaded.forget()
