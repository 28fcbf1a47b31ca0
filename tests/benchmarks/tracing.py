"""What recording costs, on CPython and in the tab: programs recorded, against the same not recorded, in turn."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from native import interpreters
from playground import Result, run
from playwright.sync_api import Page

from .figures import Figure
from .tab import open_tab

RUNNER = Path(__file__).resolve().parents[2] / "docs" / "runner"
SNIPPETS = RUNNER.parents[1] / "snippets" / "learn"
SWITCHING = Path(__file__).parent / "programs" / "switching.py"
PROGRAMS = (
    "taskgroup/taskgroup_basics.py",
    "taskgroup/first_failure_cancels_siblings.py",
    "shared_state/bounded_queue.py",
)
ROUNDS = 5
ROUNDS_IN_THE_TAB = 7
# As the issue asks.
OF_SWITCHING, OF_PROGRAMS, AFTERWARDS = 3.0, 1.1, 1.05
EVENTS = 25_001  # with the one that says what was cut
# Some milliseconds that a program has computed, which it prints itself: the page's own work doesn't count.
_TIMED = """
import asyncio, time

async def switch(count):
    for _ in range(count):
        await asyncio.sleep(0)

started = time.process_time()
asyncio.run(switch(20_000))
print((time.process_time() - started) * 1000)
"""
# Whether runs are recorded, without drawing them.
_RECORD = """
(wanted) => {
  const {timeline} = document.querySelector("py-snippet");
  timeline.expect = () => wanted;
  timeline.addLines = async () => {};
}
"""


def measure() -> list[Figure]:
    """Programs that only switch between tasks, and some programs of the guide; and how large a trace gets."""
    return [*_on_cpython(), *_in_the_tab()]


def _on_cpython() -> list[Figure]:
    python = str(interpreters().get((3, 14), "python3.14"))
    printed = subprocess.run([python, SWITCHING, RUNNER], check=True, capture_output=True, text=True).stdout
    found = json.loads(printed)
    rows = []
    for name, (plain, recorded, after) in found["times"].items():
        what = f"20,000 × sleep(0), {name}"
        rows += [
            Figure(f"{what}, recorded", recorded, others=plain, against="not recorded", target=OF_SWITCHING),
            Figure(f"{what}, after a recording", after, others=plain, against="before any", target=AFTERWARDS),
        ]
    sizes = found["sizes"]
    rows.append(Figure("events kept of 60,000 switches", [sizes["events"]], unit="", target=EVENTS))
    rows.append(Figure("their memory", [sizes["memory"] / 1e6], unit="MB"))
    rows.append(Figure("their file", [sizes["text"] / 1e6], unit="MB"))
    for name in PROGRAMS:
        path = str(SNIPPETS / name)
        plain, traced = [], []
        for _ in range(ROUNDS):
            plain.append(_milliseconds([python, path]))
            traced.append(_milliseconds([python, "-m", "interleave", "trace", "-o", os.devnull, path]))
        rows.append(Figure(f"{name}, with the interpreter's start", traced, others=plain, against="not recorded"))
    return rows


def _milliseconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(RUNNER)})
    return (time.perf_counter() - started) * 1000


def _in_the_tab() -> list[Figure]:
    with open_tab() as page:
        plain, traced = _alternate(page, _TIMED, lambda result: float(result["stdout"]))
        what = "in the tab: 20,000 × sleep(0), recorded"
        rows = [Figure(what, traced, others=plain, against="not recorded", target=OF_SWITCHING)]
        for name in PROGRAMS:
            plain, traced = _alternate(page, (SNIPPETS / name).read_text(encoding="utf-8"), lambda result: result["ms"])
            rows.append(Figure(f"in the tab: {name}", traced, others=plain, against="not recorded", target=OF_PROGRAMS))
    return rows


def _alternate(page: Page, source: str, read: Callable[[Result], float]) -> tuple[list[float], list[float]]:
    """What is read of each run, of those that are not recorded and of those that are; the first pair doesn't count."""
    plain: list[float] = []
    traced: list[float] = []
    for _ in range(ROUNDS_IN_THE_TAB + 1):
        for wanted, values in ((False, plain), (True, traced)):
            page.evaluate(_RECORD, wanted)
            values.append(read(run(page, source)))
    return plain[1:], traced[1:]
