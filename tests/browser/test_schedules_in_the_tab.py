"""A seed gives the same order in the tab as on CPython; promises hold there in each order, and what is open varies."""

import ast
import hashlib
import json
import subprocess
import sys
from typing import Any

import pytest
from interleave_site.snippet import ROOT, SNIPPETS
from playground import run
from playwright.sync_api import Page
from promises import KEPT, VARIED
from searched import TASKS

FILES = [SNIPPETS / "recipes" / "schedules.py", SNIPPETS / "recipes" / "virtual_time.py"]
FILES += [ROOT / "tests" / "planted.py", ROOT / "tests" / "every_trail.py"]
PROGRAM = """\
import hashlib
import pathlib

for name, text in FILES.items():
    pathlib.Path(name).write_text(text)
from every_trail import trails
text = "".join(line + "\\n" for line in trails())
print(len(text.splitlines()), hashlib.sha256(text.encode()).hexdigest())
"""


def test_a_hundred_seeds_choose_the_same(warm_playground: Page) -> None:
    """In each of the six planted programs: all choices, the lines that they changed, and how the run ended."""
    command = [sys.executable, str(ROOT / "tests" / "every_trail.py")]
    native = subprocess.run(command, capture_output=True, check=True).stdout
    files = {path.name: path.read_text(encoding="utf-8") for path in FILES}
    result = run(warm_playground, f"FILES = {files!r}\n{PROGRAM}")
    assert result["output"].split() == ["600", hashlib.sha256(native).hexdigest()]


# Runs a search; its end, and the ways in which its runs have ended.
_EXPLORE = """
async ([source, wanted]) => {
  const snippet = document.querySelector("py-snippet");
  snippet.source = source;
  const outcomes = [];
  const stop = new AbortController();
  const listen = ({detail: {place, outcome}}) => (outcomes[place] = outcome);
  snippet.addEventListener("schedule-outcome", listen, {signal: stop.signal});
  const ended = await snippet.explore(wanted);
  stop.abort();
  return {...ended, outcomes};
}
"""
SEEDS = 20


def explore(page: Page, source: str, **wanted: Any) -> dict[str, Any]:
    """What came of a program under other schedules."""
    found: dict[str, Any] = page.evaluate(_EXPLORE, [source, wanted])
    return found


def test_the_panel_runs_what_the_recipe_runs(warm_playground: Page) -> None:
    """The same choices and the same output for each seed, of programs of the guide."""
    command = [sys.executable, str(ROOT / "tests" / "every_seed.py"), str(SEEDS)]
    native = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    for program in TASKS:
        ended = explore(warm_playground, program.source, mode="try", runs=SEEDS + 1, **program.wanted)
        assert (program.name, ended["digest"]) == (program.name, native[program.name])


_ROWS = """
async def note_all():
    for name, program in {table}.items():
        log = []
        await asyncio.gather({beside}(), program(log))
        print([name, log])

asyncio.run(note_all())
"""


def _rows(page: Page, table: str, beside: str, runs: int, jitter: float) -> dict[str, set[tuple[str, ...]]]:
    """What each program of a table notes, in the runs of one search."""
    source = (ROOT / "tests" / "promises.py").read_text(encoding="utf-8")
    ended = explore(page, source + _ROWS.format(table=table, beside=beside), mode="try", runs=runs, jitter=jitter)
    assert ended["runs"] == runs
    found: dict[str, set[tuple[str, ...]]] = {}
    for outcome in ended["outcomes"]:
        assert outcome["ending"] == "done", outcome
        for name, log in map(ast.literal_eval, outcome["output"].splitlines()):
            found.setdefault(name, set()).add(tuple(log))
    return found


@pytest.mark.parametrize("jitter", [0, 1])
def test_no_schedule_breaks_what_is_promised(warm_playground: Page, jitter: int) -> None:
    """Each row of the page's table, while other tasks make choices all the time."""
    found = _rows(warm_playground, "KEPT", "noise", 30, jitter)
    assert {name: len(orders) for name, orders in found.items()} == dict.fromkeys(KEPT, 1)


def test_what_is_open_varies(warm_playground: Page) -> None:
    """Each row of the other table has more than one order."""
    found = _rows(warm_playground, "VARIED", "silence", 200, 1)
    assert list(found) == list(VARIED)
    assert all(len(orders) > 1 for orders in found.values()), {name: len(orders) for name, orders in found.items()}
