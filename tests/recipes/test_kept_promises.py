"""What CPython promises about order, no schedule changes; what it leaves open, some schedule does.

Each row of the two tables on the page "Race conditions and interleavings" has a program in tests/promises.py.
"""

import asyncio
import pydoc
import re
from collections.abc import Awaitable, Callable

import pytest
from fuzz_schedules import fuzz
from interleave_site.snippet import ROOT
from promises import KEPT, VARIED, Program, noise, silence, sleeps

PAGE = ROOT / "docs" / "concepts" / "race-conditions.md"


def _orders(program: Program, jitter: float, noise: Callable[[], Awaitable[None]] = noise) -> set[tuple[str, ...]]:
    """What the program notes, in a hundred schedules."""
    found: set[tuple[str, ...]] = set()

    async def main() -> None:
        log: list[str] = []
        await asyncio.gather(noise(), program(log))
        found.add(tuple(log))

    fuzz(main, schedules=100, jitter=jitter)
    return found


@pytest.mark.parametrize("jitter", [0.0, 1.0])
@pytest.mark.parametrize("name", KEPT)
def test_no_schedule_breaks_what_is_promised(name: str, jitter: float) -> None:
    """A hundred schedules, all with the same result."""
    orders = _orders(KEPT[name], jitter)
    assert len(orders) == 1, orders
    assert len(orders.pop()) > 1


@pytest.mark.parametrize("name", VARIED)
def test_what_is_open_varies(name: str) -> None:
    """All six orders of three, in a hundred schedules."""
    assert len(_orders(VARIED[name], 1.0 if "jitter" in name else 0.0, silence)) == 6


def test_without_jittersleeps_are_exact() -> None:
    """As asyncio's timers are."""
    assert len(_orders(sleeps, 0.0)) == 1


def _table(heading: str) -> list[list[str]]:
    section = PAGE.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n##")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[1:]]


def test_the_page_has_the_same_rows() -> None:
    """In the same order."""
    assert [cells[0] for cells in _table("What a search varies { #what-is-varied }")] == list(VARIED)
    assert [cells[0] for cells in _table("What a search never varies")] == list(KEPT)


def test_the_functions_that_the_page_names_are_there() -> None:
    """Those of CPython's source."""
    names = re.findall(r"`((?:asyncio|selectors)\.\w+\.[\w.]+)`", PAGE.read_text(encoding="utf-8"))
    assert len(names) >= len(KEPT)
    assert not [name for name in names if pydoc.locate(name) is None]
