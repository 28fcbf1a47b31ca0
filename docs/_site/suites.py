"""The superfences fence ``` { .suites }: the results of the libraries' own tests, in the tab and on a machine.

`make suites` writes the data.
"""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from .fence import validate_without_keys
from .snippet import ROOT
from .unsearched import UNSEARCHED

validate = validate_without_keys
NUMBERS = ROOT / "tests" / "suites" / "numbers.json"
_KINDS = ("passed", "failed", "skipped")
_UNKNOWN = "for a reason that isn't known yet"


def _row(name: str, library: dict[str, Any]) -> str:
    cells = [f"{library[place][kind]:,}" for place in ("machine", "tab") for kind in _KINDS]
    numbers = "".join(f'<td style="text-align: right">{cell}</td>' for cell in cells)
    return f"<tr><td>{escape(name)} {escape(library['version'])}</td>{numbers}</tr>"


def _table(data: dict[str, Any]) -> str:
    places = "".join(f'<th colspan="3">{place}</th>' for place in (f"CPython {data['machine']}", "the tab"))
    kinds = "".join(f"<th>{kind}</th>" for kind in _KINDS * 2)
    rows = "".join(_row(name, library) for name, library in sorted(data["libraries"].items()))
    head = f'<tr><th rowspan="2">library</th>{places}</tr><tr>{kinds}</tr>'
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _by_reason(library: dict[str, Any]) -> dict[str, list[str]]:
    """The tests that pass only on the machine, by reason."""
    found: dict[str, list[str]] = {}
    for test, outcome in sorted(library["others"].items()):
        reason = "" if outcome["why"] else f"<br>{outcome['outcome']}: <code>{escape(outcome['reason'])}</code>"
        found.setdefault(outcome["why"] or _UNKNOWN, []).append(f"<code>{escape(test)}</code>{reason}")
    return dict(sorted(found.items(), key=lambda item: (item[0] == _UNKNOWN, -len(item[1]), item[0])))


def _left_out(data: dict[str, Any]) -> str:
    """The files that were not run in the tab."""
    found = {name: library["left_out"] for name, library in sorted(data["libraries"].items()) if library["left_out"]}
    each = [f"{name}: <code>{'</code>, <code>'.join(map(escape, files))}</code>" for name, files in found.items()]
    return f"<p>Not run in the tab, and not counted: {'; '.join(each)}.</p>" if each else ""


def _lists(data: dict[str, Any]) -> Iterator[str]:
    for name, library in sorted(data["libraries"].items()):
        for why, tests in _by_reason(library).items():
            items = "".join(f"<li>{test}</li>" for test in tests)
            yield f"<details><summary>{name}: {escape(why)} ({len(tests)})</summary><ul>{items}</ul></details>"


def format_suites(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any) -> str:
    """The HTML of the fence."""
    data = json.loads(NUMBERS.read_text(encoding="utf-8"))
    lists = f'<section class="conformance" {UNSEARCHED}>{"".join(_lists(data))}</section>'
    return f"<div>{_table(data)}{_left_out(data)}<p>What passes on CPython and not in the tab:</p>{lists}</div>"
