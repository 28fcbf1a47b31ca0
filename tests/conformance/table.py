"""The page that shows what came of CPython's tests."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from html import escape
from pathlib import Path
from typing import TypedDict

from conformance import known

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "conformance.md"
_HEAD = """\
---
description: CPython's own tests of asyncio, threads, sockets, subprocesses and multiprocessing, in the browser tab.
---

# Conformance

CPython tests its standard library with tens of thousands of tests. Those of concurrency run in the tab too, unmodified,
on the runner of this site. The command that runs them writes this page:

```sh
make conformance CPYTHON_TESTS=DIRECTORY
```

The directory holds CPython 3.14's package `test`. Debian has it in `libpython3.14-testsuite`, below
`/usr/lib/python3.14/test`. Nobody here wrote these tests.

## The numbers

The tests that count are those that pass on CPython {native} on Linux. In the tab (CPython {tab}) each module runs in a
fresh interpreter, and a test may take a minute. A test that is skipped there counts as not passed. *Can't be had* are
those that [no tab can pass](#what-cant-be-had-in-a-tab), most of them because they copy a process (`fork`).

"""
_OTHERS = """
## Other modules

These are not about concurrency alone, but their tests need threads, signals, sockets, processes or a faithful
interpreter. `test_ssl` falls short by choice: of TLS the tab has what programs of this subject use. Versions before 1.3,
pre-shared keys, keys behind a password, revocation lists, key logs, callbacks for messages, resumed sessions, channel
bindings and authentication after the handshake are left out, and raise an error that says so.

"""
_IMPOSSIBLE = """
## What can't be had in a tab

These count as not passed. The numbers say how many tests, or patterns of their names, share the reason.

"""
_COLUMNS = """\
| module | passed | of all | can't be had | of the rest |
|---|--:|--:|--:|--:|
"""


class Outcome(TypedDict):
    """What came of a test."""

    outcome: str  # "passed", "failed", "skipped"
    reason: str


Outcomes = dict[str, Outcome]
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


def count(entry: dict[str, Outcomes]) -> Count:
    """The numbers of a module: of the tests that native CPython passes, less those for bugs that were fixed later."""
    result = Count()
    for test, outcome in entry["native"].items():
        if outcome["outcome"] != "passed" or _known(test, known.FIXED_LATER) or _known(test, known.EVIL):
            continue
        tab = entry["tab"].get(test, _MISSING)
        if tab["outcome"] == "passed":
            result.passed += 1
        else:
            result.failed += tab["outcome"] == "failed"
            result.skipped += tab["outcome"] == "skipped"
            result.impossible += _known(test, known.IMPOSSIBLE) is not None
            result.others[test] = tab
    return result


def groups(results: Results) -> dict[str, Count]:
    """The numbers by top-level module, in the order of known.MODULES and known.OTHERS."""
    names = [module if module in known.OTHERS else module.partition(".")[0] for module in results]
    order = {name: place for place, name in enumerate(known.MODULES + known.OTHERS)}
    found: dict[str, Count] = {}
    pairs = sorted(zip(names, results, strict=True), key=lambda pair: (order.get(pair[0], len(order)), pair))
    for name, module in pairs:
        found.setdefault(name, Count()).add(count(results[module]))
    return found


def _table(found: dict[str, Count]) -> Iterator[str]:
    """A row for each module, and one for all."""
    whole = Count()
    for numbers in found.values():
        whole.add(numbers)
    yield _COLUMNS
    for name, numbers in {**{_name(name): numbers for name, numbers in found.items()}, "together": whole}.items():
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
    lines = [_HEAD.format(native=native, tab=tab), *_table(named)]
    if others:
        lines += [_OTHERS, *_table(others)]
    lines.append(_IMPOSSIBLE)
    lines.append(_by_reason(known.IMPOSSIBLE))
    lines.append("\n## What doesn't count\n\nTests of bugs that CPython fixed after the version in the tab.\n\n")
    lines.append(_by_reason(known.FIXED_LATER | known.EVIL))
    lines.append("\n## Every test that didn't pass\n\n")
    lines.append(_lists(_not_passed(found)))
    return "".join(lines)


def write(results: Results, native: str, tab: str) -> None:
    """Write the page."""
    PAGE.write_text(render(groups(results), native, tab), encoding="utf-8")
