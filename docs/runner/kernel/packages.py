"""The packages that a program imports: which wheels that takes, and their unpacking."""

import ast
import sys
import zipfile
from collections.abc import Iterable, Mapping
from typing import TypedDict


class Wheel(TypedDict):
    """An entry of vendor/wheels/index.json."""

    file: str
    imports: list[str]
    requires: list[str]


def imported_names(source: str) -> set[str]:
    """The top-level modules that a file imports, anywhere in it; none if it isn't valid Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.partition(".")[0])
    return names


def needed(sources: Iterable[str], index: Mapping[str, Wheel]) -> list[str]:
    """The packages to load before programs run: those they import and all that these require."""
    names = set().union(*map(imported_names, sources))
    wanted = [name for name, wheel in index.items() if names & set(wheel["imports"])]
    found: dict[str, None] = {}
    while wanted:
        name = wanted.pop()
        if name not in found and name in index:
            found[name] = None
            wanted += index[name]["requires"]
    return list(found)


def install(path: str) -> None:
    """Unpack a wheel to where modules are imported from."""
    target = next(entry for entry in sys.path if entry.endswith("site-packages"))
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(target)
