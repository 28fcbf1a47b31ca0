"""What programs ask of the operating system: in the tab, and on CPython 3.14, in turn.

Both run the same program (programs/kernel.py) with the same wheels. The site is opened once: WebAssembly's code is
optimized while it runs, and a reader's second run is what counts. Its first round is dropped.
"""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from interleave_site import wheels
from native import interpreters
from playground import run
from playwright.sync_api import Page

from .figures import Figure
from .tab import open_tab

PROGRAM = Path(__file__).parent / "programs" / "kernel.py"
ROUNDS = 3
# Twice what WebAssembly costs on plain Python, which is 2.4 on a quiet machine: the first row says what it is today.
LOOP = "a loop, 2,000,000 steps"
AT_MOST = 4.8
CHILD = "child, python -c pass"
CHILD_MS = 60.0


def _native(python: Path, packages: str, names: list[str]) -> dict[str, list[float]]:
    environment = {**os.environ, "PYTHONPATH": packages}
    # Written to a terminal, as in the tab: line by line.
    terminal, stdout = os.openpty()
    reader = subprocess.Popen(["cat"], stdin=terminal, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(terminal)
    done = subprocess.run([python, PROGRAM, *names], env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True)
    os.close(stdout)
    reader.wait()
    if done.returncode:
        raise SystemExit(done.stderr)
    return _figures(done.stderr)


def _in_tab(page: Page, names: list[str]) -> dict[str, list[float]]:
    source = PROGRAM.read_text(encoding="utf-8")
    result = run(page, f"import sys; sys.argv[1:] = {names!r}\n{source}")
    if result["exitCode"]:
        raise SystemExit(result["stderr"])
    return _figures(result["stderr"])


def _figures(printed: str) -> dict[str, list[float]]:
    figures: dict[str, list[float]] = json.loads(printed.strip().splitlines()[-1])
    return figures


def _milliseconds(rounds: list[dict[str, list[float]]], name: str) -> list[float]:
    return [seconds * 1000 for measured in rounds for seconds in measured[name]]


def measure(names: list[str]) -> list[Figure]:
    """The figures; `names` picks those whose names begin so."""
    python = interpreters().get((3, 14))
    if python is None:
        raise SystemExit(f"The kernel is measured against CPython 3.14, and this is {sys.version.split()[0]} alone")
    tab: list[dict[str, list[float]]] = []
    native: list[dict[str, list[float]]] = []
    with tempfile.TemporaryDirectory() as packages, open_tab(timeout=600) as page:
        for wheel in wheels.shipped().values():
            zipfile.ZipFile(wheel).extractall(packages)
        _in_tab(page, names)
        for number in range(ROUNDS):
            print(f"kernel: round {number + 1} of {ROUNDS}", file=sys.stderr)
            native.append(_native(python, packages, names))
            tab.append(_in_tab(page, names))
    return _table(tab, native)


def _table(tab: list[dict[str, list[float]]], native: list[dict[str, list[float]]]) -> list[Figure]:
    rows: list[Figure] = []
    for name in tab[0]:
        options: dict[str, Any] = {"others": _milliseconds(native, name), "target": None if name == LOOP else AT_MOST}
        figure = Figure(name, _milliseconds(tab, name), **options)
        rows.append(figure)
        if name == CHILD:
            rows.append(Figure(f"{name}, by itself", figure.values, target=CHILD_MS))
    return rows
