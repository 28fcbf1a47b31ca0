"""What recording a trace costs on CPython: programs with a recorder, against the same without one, in turn."""

import json
import os
import subprocess
import time
from pathlib import Path

from native import interpreters

from .figures import Figure

RUNNER = Path(__file__).resolve().parents[2] / "docs" / "runner"
SNIPPETS = RUNNER.parents[1] / "snippets" / "learn"
SWITCHING = Path(__file__).parent / "programs" / "switching.py"
PROGRAMS = (
    "taskgroup/taskgroup_basics.py",
    "taskgroup/first_failure_cancels_siblings.py",
    "shared_state/bounded_queue.py",
)
ROUNDS = 5


def measure() -> list[Figure]:
    """The processor time of a program that only switches between tasks, and the time of some programs of the guide."""
    python = str(interpreters().get((3, 14), "python3.14"))
    printed = subprocess.run([python, SWITCHING, RUNNER], check=True, capture_output=True, text=True).stdout
    rows = [
        Figure(f"20,000 × sleep(0), {name}, recorded", recorded, others=plain, against="not recorded")
        for name, (plain, recorded) in json.loads(printed).items()
    ]
    for name in PROGRAMS:
        path = str(SNIPPETS / name)
        plain, traced = [], []
        for _ in range(ROUNDS):
            plain.append(_milliseconds([python, path]))
            traced.append(_milliseconds([python, "-m", "interleave", "trace", "-o", os.devnull, path]))
        rows.append(Figure(name, traced, others=plain, against="not recorded"))
    return rows


def _milliseconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(RUNNER)})
    return (time.perf_counter() - started) * 1000
