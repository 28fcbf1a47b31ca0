"""How a program that runs tests tells of each, on a line of its own: it lies beside the programs that the tab runs.

Standard library only: native CPython runs it too, for comparison.
"""

import json
import os
import sys

MARK = "@@"
_REASON = 300
_out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1) if os.name == "posix" else sys.stdout


class Teller:
    """Tells whoever drives the program of tests: when one starts, and what came of it."""

    def __init__(self) -> None:
        self._current = ""

    def start(self, test: str) -> None:
        """One starts."""
        self._current = test
        _emit("start", test)

    def outcome(self, test: str, outcome: str, reason: str = "") -> None:
        """What came of one: "passed", "failed" or "skipped"."""
        # The page keeps a bounded part of what a program prints: a name goes out once.
        _emit(outcome, "" if test == self._current else test, reason[:_REASON])

    def end(self) -> None:
        """All have run."""
        _emit("end")


def _emit(*fields: str) -> None:
    _out.write(MARK + json.dumps(fields) + "\n")
    _out.flush()
