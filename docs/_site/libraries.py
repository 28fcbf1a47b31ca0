"""The superfences fence ``` { .libraries }: the packages that a program in the tab may import.

Nothing in it is written by hand: versions, sizes and licences come from the wheels, seconds from the last run of
`make benchmark ONLY="imports"`.
"""

import json
from html import escape
from typing import Any

from . import wheels
from .fence import validate_without_keys
from .snippet import ROOT

validate = validate_without_keys
SECONDS = ROOT / "tests" / "benchmarks" / "imports.json"
Row = tuple[str, ...]


def offered() -> list[str]:
    """The packages that are offered themselves, without those that only the standard library reads."""
    index = wheels.index()
    return sorted(name for name in index if index[name]["named"] and name not in wheels.needed_by_stdlib())


def size(name: str) -> int:
    """The size of a package with all its requirements, as they ship, in bytes."""
    index = wheels.told()
    return sum(int(index[each]["size"]) for each in wheels.closure([name], index))


def in_megabytes(count: int) -> str:
    """Format a size for readers."""
    return f"{count / 1e6:.2f} MB" if count >= 10_000 else f"{count / 1e3:.0f} kB"


def in_seconds(time: float) -> str:
    """Format a time for readers; seconds."""
    return f"{time:.2f} s" if time >= 0.005 else "under 0.01 s"


def in_words() -> str:
    """A sentence with the packages and their versions."""
    index = wheels.index()
    each = [f"{name} {index[name]['version']}" for name in offered()]
    return f"{', '.join(each[:-1])} and {each[-1]}"


def rows() -> list[Row]:
    """The table of offered packages, with its head. The column of seconds is missing if none were measured."""
    index = wheels.index()
    seconds: dict[str, dict[str, float]] = json.loads(SECONDS.read_text(encoding="utf-8"))
    kinds = {"cold": "import, the first time", "image": "import, from an image"} if seconds else {}

    def row(name: str) -> Row:
        measured = (seconds.get(name, {}).get(kind) for kind in kinds)
        times = ("" if each is None else in_seconds(each) for each in measured)
        return name, str(index[name]["version"]), in_megabytes(size(name)), *times, str(index[name]["licence"])

    head = ("package", "version", "size", *kinds.values(), "licence")
    return [head, *(row(name) for name in offered())]


def notices() -> list[Row]:
    """The table of their requirements, and of packages that the standard library reads."""
    index = wheels.index()
    others = sorted(set(index) - set(offered()))
    return [(name, str(index[name]["version"]), str(index[name]["licence"])) for name in others]


def _table(head: Row, *body: Row) -> str:
    header = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in each) + "</tr>" for each in body)
    return f"<table><thead><tr>{header}</tr></thead><tbody>{lines}</tbody></table>"


def format_libraries(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any
) -> str:
    """The HTML of the fence."""
    return (
        f"<div>{_table(*rows())}"
        "<p>Their requirements come along:</p>"
        f"{_table(('package', 'version', 'licence'), *notices())}</div>"
    )
