"""Says of each name what came of it, and writes the page that shows it."""

import json
import re
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from names.evidence import Evidence

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "docs" / "reference"
PAGE = REFERENCE / "names.md"
# What CPython 3.14 printed on Linux, as an ordinary user; and what the page says of the tab.
NATIVE, TAB = HERE / "native.json", HERE / "tab.json"

# Names that work in another way, and the row of "Where the tab differs" that says how.
DIFFERS = {
    "ctypes.c_*": "sizes in C",
    "ctypes.py_object": "sizes in C",
    "fcntl.F_[GS]ETLK*": "sizes in C",
    "mmap.PAGESIZE": "sizes in C",
    "mmap.ALLOCATIONGRANULARITY": "sizes in C",
    "multiprocessing.Array": "shared memory (`shared_memory`, `Value`, `Array`)",
    "multiprocessing.Raw*": "shared memory (`shared_memory`, `Value`, `Array`)",
    "multiprocessing.Value": "shared memory (`shared_memory`, `Value`, `Array`)",
    "multiprocessing.get_start_method": "`fork`, `preexec_fn`",
    "os.getpriority": "priorities, policies, affinity",
    "os.nice": "priorities, policies, affinity",
    "os.supports_follow_symlinks": "the times of a file",
    "os.sched_set*": "priorities, policies, affinity",
    "os.setpriority": "priorities, policies, affinity",
    "os.utime": "the times of a file",
    "os.wait3": "what a child process has used",
    "os.wait4": "what a child process has used",
    "socket.CAPI": "modules in C",
    "sqlite3.sqlite_version": "modules in C",
    "sqlite3.threadsafety": "modules in C",
}

_HEAD = """\
---
title: Python's os, signal and socket in the browser, name by name
description: Every public name of os, signal, socket and similar modules, and whether it works in the browser tab.
search:
  exclude: true
---

# What works, name by name

Through these modules a program calls its operating system. This page lists every public name that they have in
CPython 3.14 on Linux. The command `make names` writes it from evidence: for each name, a small program uses it and
checks the effect, such as `chmod` with `stat`. The program runs on CPython, as an ordinary user, and in the tab.

- *works*: the program prints the same in both.
- *differs*: it works differently, and a row of
  [Where the tab differs](how-the-examples-run.md#where-the-tab-differs) explains how.
- *raises*: the call raises an error with the reason. A name that silently did nothing would print something else, and
  the tests would fail.

"""


class State(NamedTuple):
    """What came of a name: "works", "differs" and the row, "raises" and the error; or, as none may, "pretends"."""

    outcome: str
    text: str = ""


def _row(name: str) -> str | None:
    return next((row for pattern, row in DIFFERS.items() if fnmatch(name, pattern)), None)


def classify(name: str, native: tuple[str, str], tab: tuple[str, str] | None) -> State:
    """What came of a name, from what was printed on CPython and in the tab."""
    row = _row(name)
    if tab is None or tab[1].startswith(f"AttributeError: module {name.partition('.')[0]!r} has no"):
        return State("raises", "AttributeError")
    if tuple(tab) == tuple(native):
        return State("differs", row) if row and not row.startswith("sizes") else State("works")
    if tab[0] in ("raised", "absent"):
        return State("raises", tab[1])
    return State("differs", row) if row else State("pretends", f"{tab[1]}, on CPython {native[1]}")


def states(native: Evidence, tab: Evidence, names: Iterable[str]) -> dict[str, State]:
    """What came of each name."""
    return {name: classify(name, native[name], tab.get(name)) for name in names}


def read(path: Path) -> dict[str, tuple[str, str]]:
    """A recorded file."""
    return {name: tuple(value) for name, value in json.loads(path.read_text(encoding="utf-8")).items()}


def dump(path: Path, found: dict[str, tuple[str, str]] | dict[str, State]) -> None:
    """Record."""
    lines = (f"{json.dumps(name)}: {json.dumps(found[name])}" for name in sorted(found))
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _shown(state: State) -> str:
    if state.outcome == "differs":
        return f"differs: {state.text}"
    if state.text == "AttributeError":
        return "absent (`AttributeError`), as on a machine whose C library lacks it"
    kind, _, words = state.text.partition(": ")
    # In a table, a bar ends a cell.
    words = re.sub(r"([|<>*_\[\]])", r"\\\1", words)
    return f"raises `{kind}`" + (f": {words}" if words else "")


def _section(module: str, found: dict[str, State]) -> str:
    counts = {
        outcome: sum(state.outcome == outcome for state in found.values()) for outcome in ("works", "differs", "raises")
    }
    verbs = {
        "works": ("works", "work"),
        "differs": ("differs", "differ"),
        "raises": ("raises an error", "raise an error"),
    }
    told = ", ".join(
        f"{counts[outcome]} {verb[counts[outcome] != 1]}" for outcome, verb in verbs.items() if counts[outcome]
    )
    text = f"## `{module}`\n\n{len(found)} names: {told}.\n\n"
    others: dict[State, list[str]] = {}
    for name, state in found.items():
        if state.outcome != "works":
            others.setdefault(state, []).append(name)
    if others:
        text += "| name | in the tab |\n|---|---|\n"
        text += "".join(f"| {_code(names)} | {_shown(state)} |\n" for state, names in others.items())
        text += "\n"
    works = [name for name, state in found.items() if state.outcome == "works"]
    return f"{text}*Works*: {_code(works)}.\n\n" if works else text


def page(found: dict[str, State]) -> str:
    """The page's text."""
    modules: dict[str, dict[str, State]] = {}
    for name in sorted(found, key=str.lower):
        module, _, attribute = name.partition(".")
        modules.setdefault(module, {})[attribute] = found[name]
    sections = (_section(module, modules[module]) for module in sorted(modules))
    return _HEAD + "".join(sections).rstrip() + "\n"
