"""What recording a trace costs: `.venv/bin/python tests/benchmarks/tracing.py [PYTHON]`, CPython 3.12 or newer.

Prints ratios of one run, with a recorder to without one: the processor time of a program that only switches between
tasks, and the time that some programs of the guide take, as processes. Each is the best of some, in turn.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

RUNNER = Path(__file__).parents[2] / "docs" / "runner"
SNIPPETS = RUNNER.parents[1] / "snippets" / "learn"
PROGRAMS = (
    "tasks/two_tasks_in_a_group.py",
    "taskgroup/first_failure_cancels_siblings.py",
    "shared_state/bounded_queue.py",
)
_SWITCHING = """
import asyncio, sys, time
sys.path.insert(0, sys.argv[1])
from interleave.trace import Recorder
SWITCHES = 20_000

async def switch(count):
    for _ in range(count):
        await asyncio.sleep(0)

async def several(count):
    await asyncio.gather(*(switch(SWITCHES // count) for _ in range(count)))

def measure(main):
    started = time.process_time()
    asyncio.run(main)
    return time.process_time() - started

for name, make in {"one task": lambda: switch(SWITCHES), "ten tasks": lambda: several(10)}.items():
    without, recorded = [], []
    for _ in range(15):
        without.append(measure(make()))
        recorder = Recorder(__file__ if "__file__" in globals() else "-c")
        recorder.start()
        recorded.append(measure(make()))
        recorder.stop()
    print(f"{SWITCHES} x sleep(0), {name}: {min(recorded) / min(without):.2f}"
          f"  ({min(without) / SWITCHES * 1e6:.2f} us a switch without)")
"""


def main() -> None:
    """Measure, and print."""
    python = sys.argv[1] if len(sys.argv) > 1 else "python3.14"
    subprocess.run([python, "-c", _SWITCHING, str(RUNNER)], check=True)
    for name in PROGRAMS:
        path = str(SNIPPETS / name)
        plain, traced = [], []
        for _ in range(5):
            plain.append(_seconds([python, path]))
            traced.append(_seconds([python, "-m", "interleave", "trace", "-o", os.devnull, path]))
        print(f"{name}: {min(traced) / min(plain):.2f}  ({min(plain):.2f} s without)")


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(RUNNER)})
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
