"""The search for other schedules: how long a run of it takes, and how soon it finds what is planted."""

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from searched import PLANTED

from .figures import Figure
from .tab import open_tab

_TWO_PROCESSES = Path(__file__).parent / "programs" / "two_processes.py"
# Runs a search; its end, the milliseconds that it took, and the failing run as it was found.
_EXPLORE = """
async ([source, wanted]) => {
  const snippet = document.querySelector("py-snippet");
  snippet.source = source;
  let first = null;
  let began = 0;
  const stop = new AbortController();
  const on = (name, listen) => snippet.addEventListener(name, listen, {signal: stop.signal});
  on("schedule-outcome", ({detail: {outcome}}) => {
    began ||= performance.now();
    if (outcome.fails) first ??= outcome;
  });
  const ended = await snippet.explore(wanted);
  stop.abort();
  return {...ended, ms: performance.now() - began, first};
}
"""
ROUNDS = 3


def _explore(page: Page, source: str, **wanted: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_EXPLORE, [source, wanted])
    return found


def _runs(page: Page, name: str, source: str, runs: int, target: float | None = None, **wanted: Any) -> Figure:
    """The milliseconds of a run, after the first."""
    times = []
    for _ in range(ROUNDS):
        ended = _explore(page, source, mode="try", runs=runs, **wanted)
        assert ended["runs"] == runs, ended
        times.append(ended["ms"] / (runs - 1))
    print(f"schedules: {name}: {1000 / min(times):.0f} runs a second", file=sys.stderr)
    return Figure(f"a run of {name}", times, target=target)


def _search(page: Page, name: str, source: str, cured: str, survive: int, **wanted: Any) -> Figure:
    """After how many runs the first failing one comes."""
    ended = _explore(page, source, mode="find", **wanted)
    assert ended["reason"] == "found", (name, ended)
    first = ended["first"]
    number = first["seed"] + 1 if first["seed"] else 1
    how = f"seed {first['seed']}" if first["seed"] else "the ordinary order"
    switches = len(ended["switches"])
    note = f"{how}, shrunk to {switches} switch{'es' * (switches != 1)}"
    if cured:
        after = _explore(page, cured, mode="try", runs=survive, **wanted)
        assert after["first"] is None, (name, after)
        note += f"; the cured program survives {after['runs']:,} schedules"
    print(f"schedules: {name}: run {number}; {note}", file=sys.stderr)
    return Figure(f"{name}: the run that fails", [number], unit="", note=note)


def measure() -> list[Figure]:
    """Programs of tasks, of threads and of two processes."""
    by_name = {planted.name: planted for planted in PLANTED}
    tasks, threads = by_name["lost update"], by_name["unsafe counter in threads"]
    processes = _TWO_PROCESSES.read_text(encoding="utf-8")
    with open_tab(timeout=600) as page:
        figures = [
            # 200 runs in 10 s.
            _runs(page, "a hundred tasks (`lost_update`)", tasks.source, 200, 50, **tasks.wanted),
            _runs(page, "two threads (`deposits`)", threads.source, 200, **threads.wanted),
            _runs(page, "two processes", processes, 6),
        ]
        for planted in PLANTED:
            figures.append(_search(page, planted.name, planted.source, planted.cured, 1000, **planted.wanted))
    return figures
