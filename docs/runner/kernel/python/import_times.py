"""`-X importtime`: reports how long each import takes.

CPython writes these lines to the C library's standard error, which isn't the kernel's.

Source: `import_find_and_load` in Python/import.c of CPython 3.14.
"""

import os
import sys
from time import perf_counter
from typing import Any

_IMPORTLIB = "<frozen importlib._bootstrap>"


def start() -> None:
    """Report each import from now on."""
    bootstrap: Any = sys.modules["_frozen_importlib"]
    find_and_load = bootstrap._find_and_load
    below = [0.0]  # the time of nested imports, for each import in progress

    def timed(name: str, import_: Any) -> Any:
        started = perf_counter()
        below.append(0.0)
        try:
            return find_and_load(name, import_)
        finally:
            taken = perf_counter() - started
            alone = taken - below.pop()
            below[-1] += taken
            indent = "  " * (len(below) - 1)
            report(f"import time: {alone * 1e6:9.0f} | {taken * 1e6:10.0f} | {indent}{name}")

    # CPython leaves the frames of importlib out of the tracebacks of failed imports.
    timed.__code__ = timed.__code__.replace(co_filename=_IMPORTLIB)
    report("import time: self [us] | cumulative | imported package")
    bootstrap._find_and_load = timed


def report(line: str) -> None:
    """Write a line to standard error."""
    os.write(2, f"{line}\n".encode())
