"""The page that shows what came of CPython's tests, and the data that it is written from."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from html import escape
from pathlib import Path

from conformance import known
from reports import Outcome, Outcomes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "conformance.md"
# What the page shows, row by row. It goes with the page, so that a run of some modules, in any clone, keeps the other
# rows.
NUMBERS = Path(__file__).with_name("numbers.json")
_HEAD = """\
---
title: "Conformance: CPython's tests in the browser"
description: How many of CPython's own tests of asyncio, threads, sockets and processes pass in the browser tab.
---

# Conformance

CPython has tens of thousands of tests for its standard library. Those for concurrency also run in the tab, unmodified,
on this site's runner. The command that runs them writes this page:

```sh
make conformance CPYTHON_TESTS=DIRECTORY
```

The directory contains CPython 3.14's package `test`. On Debian, `libpython3.14-testsuite` installs it in
`/usr/lib/python3.14/test`. None of these tests was written for this site.

## The numbers

Only tests that pass on CPython {native} on Linux count. In the tab (CPython {tab}) each module runs in a
new interpreter, and each test has a minute. A test that is skipped in the tab counts as not passed. *Can't be had* are
the tests that [no tab can pass](#what-cant-be-had-in-a-tab), most of them because they copy a process (`fork`).{before}

"""
_BEFORE = " The rows\nwith † were measured before the last changes of the runner; the sums include them."
_OTHERS = """
## Other modules

These modules are not only about concurrency, but their tests need threads, signals, sockets, processes or a faithful
interpreter. `test_ssl` falls short by choice: the tab has the part of TLS that programs about concurrency use.
Versions before 1.3, pre-shared keys, keys behind a password, revocation lists, key logs, callbacks for messages,
resumed sessions, channel bindings and authentication after the handshake are left out, and raise an error with that
reason.

"""
_IMPOSSIBLE = """
## What can't be had in a tab

These tests count as not passed. The number after a reason counts the tests, or patterns of their names, that share it.

"""
_COLUMNS = """\
| module | passed | of all | can't be had | of the rest |
|---|--:|--:|--:|--:|
"""


Results = dict[str, dict[str, Outcomes]]
_MISSING = Outcome(outcome="failed", reason="did not run")


def _known(test: str, names: dict[str, str]) -> str | None:
    """Why a test is among those that are known."""
    return next((reason for pattern, reason in names.items() if fnmatch(test, pattern)), None)


@dataclass
class Count:
    """The numbers of a module, and its tests that did not pass."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    impossible: int = 0  # of those that failed or were skipped
    before: bool = False  # measured before the runner's last changes
    others: dict[str, Outcome] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many tests count."""
        return self.passed + self.failed + self.skipped

    @property
    def share(self) -> float:
        """How many of a hundred passed."""
        return 100 * self.passed / self.total if self.total else 100.0

    @property
    def share_of_possible(self) -> float:
        """How many of a hundred passed of those that a tab can pass."""
        possible = self.total - self.impossible
        return 100 * self.passed / possible if possible else 100.0

    def add(self, other: "Count") -> None:
        """Count another module's tests too."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.impossible += other.impossible
        self.others |= other.others

    def __str__(self) -> str:
        share = f"{self.passed} of {self.total} passed ({self.share:.1f} %)"
        return f"{share}, {self.failed} failed, {self.skipped} skipped"


def _of(passed: int, others: dict[str, Outcome], before: bool = False) -> Count:
    outcomes = [outcome["outcome"] for outcome in others.values()]
    impossible = sum(_known(test, known.IMPOSSIBLE) is not None for test in others)
    return Count(passed, outcomes.count("failed"), outcomes.count("skipped"), impossible, before, others)


def count(entry: dict[str, Outcomes]) -> Count:
    """The numbers of a module: of the tests that native CPython passes, less those for bugs that were fixed later."""
    passed = 0
    others: dict[str, Outcome] = {}
    for test, outcome in entry["native"].items():
        if outcome["outcome"] != "passed" or _known(test, known.FIXED_LATER) or _known(test, known.EVIL):
            continue
        tab = entry["tab"].get(test, _MISSING)
        if tab["outcome"] == "passed":
            passed += 1
        else:
            others[test] = tab
    return _of(passed, others)


def groups(results: Results) -> dict[str, Count]:
    """The numbers by row of the page: by top-level module, or by one of known.OTHERS."""
    found: dict[str, Count] = {}
    for module in sorted(results):
        name = module if module in known.OTHERS else module.partition(".")[0]
        found.setdefault(name, Count()).add(count(results[module]))
    return found


def in_order(found: dict[str, Count]) -> dict[str, Count]:
    """The rows in the order of known.MODULES and known.OTHERS."""
    order = {name: place for place, name in enumerate(known.MODULES + known.OTHERS)}
    return {name: found[name] for name in sorted(found, key=lambda name: (order.get(name, len(order)), name))}


def _table(found: dict[str, Count]) -> Iterator[str]:
    """A row for each module, and one for all."""
    whole = Count()
    for numbers in found.values():
        whole.add(numbers)
    yield _COLUMNS
    rows = {_name(name) + " †" * numbers.before: numbers for name, numbers in found.items()}
    for name, numbers in {**rows, "together": whole}.items():
        yield (
            f"| {name} | {numbers.passed:,} of {numbers.total:,} | {numbers.share:.1f}&nbsp;% "
            f"| {numbers.impossible or '–'} | {numbers.share_of_possible:.1f}&nbsp;% |\n"
        )


def _code(text: str) -> str:
    text = text.encode("utf-8", "backslashreplace").decode()  # a test may be about names that are no text
    return f"<code>{escape(' '.join(text.split()), quote=False)}</code>"


def _name(text: str) -> str:
    """The name of a test or module, which may be broken where a reader would break it."""
    return re.sub(r"(?<=[a-z0-9])([._])(?=\w)", r"\1<wbr>", _code(text.removeprefix("test.")))


def _folded(summary: str, lines: Iterable[str]) -> str:
    """A list that is to be unfolded. Without blank lines, it is HTML to Markdown."""
    items = "\n".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>{summary}</summary><ul>\n{items}\n</ul></details>\n"


def _lists(entries: Iterable[str]) -> str:
    """Lists that the search leaves out: who looks for a word doesn't look for the name of a test."""
    return f'<section class="conformance" data-search-exclude="true">\n{"".join(entries)}</section>\n'


def _by_reason(names: dict[str, str]) -> str:
    """The tests by what they have in common."""
    reasons: dict[str, list[str]] = {}
    for pattern, reason in sorted(names.items()):
        reasons.setdefault(reason, []).append(_name(pattern))
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return _lists(_folded(f"{escape(reason, quote=False)} ({len(tests)})", tests) for reason, tests in ordered)


def _not_passed(found: dict[str, Count]) -> Iterator[str]:
    for name, numbers in found.items():
        if numbers.others:
            lines = []
            for test, outcome in sorted(numbers.others.items()):
                why = _known(test, known.IMPOSSIBLE)
                shown = escape(why, quote=False) if why else _code(outcome["reason"][:160])
                lines.append(
                    f"{_name(test.removeprefix('test.').removeprefix(name + '.'))}<br>{outcome['outcome']}: {shown}"
                )
            yield _folded(f"{_name(name)}: {numbers.failed} failed, {numbers.skipped} skipped", lines)


def render(found: dict[str, Count], native: str, tab: str) -> str:
    """The page, of the numbers by module."""
    named = {name: numbers for name, numbers in found.items() if name in known.MODULES}
    others = {name: numbers for name, numbers in found.items() if name not in named}
    before = _BEFORE if any(numbers.before for numbers in found.values()) else ""
    lines = [_HEAD.format(native=native, tab=tab, before=before), *_table(named)]
    if others:
        lines += [_OTHERS, *_table(others)]
    lines.append(_IMPOSSIBLE)
    lines.append(_by_reason(known.IMPOSSIBLE))
    lines.append("\n## What doesn't count\n\nTests of bugs that CPython fixed after the version in the tab.\n\n")
    lines.append(_by_reason(known.FIXED_LATER | known.EVIL))
    lines.append("\n## Every test that didn't pass\n\n")
    lines.append(_lists(_not_passed(found)))
    return "".join(lines)


def page() -> str:
    """The page, of the data that goes with it."""
    data = json.loads(NUMBERS.read_text(encoding="utf-8"))
    rows = {name: _of(row["passed"], row["others"], row["before"]) for name, row in data["rows"].items()}
    return render(in_order(rows), data["native"], data["tab"])


def write(measured: dict[str, Count], native: str, tab: str) -> None:
    """Put rows that were measured into the data, and write the page anew."""
    rows = json.loads(NUMBERS.read_text(encoding="utf-8"))["rows"] if NUMBERS.exists() else {}
    for name, numbers in measured.items():
        # The page shows so much of a reason.
        others = {test: {**outcome, "reason": outcome["reason"][:160]} for test, outcome in numbers.others.items()}
        rows[name] = {"passed": numbers.passed, "before": False, "others": others}
    data = {"native": native, "tab": tab, "rows": rows}
    NUMBERS.write_text(json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    # After a change of this file or of known.py: `PYTHONPATH=tests python -m conformance.table`.
    PAGE.write_text(page(), encoding="utf-8")
