"""Runs one of CPython's test modules and reports each test on a line of its own: the program that the tab runs.

`python suite.py MODULE [SKIPPED …]`, beside a directory or zip file that holds the package `test`; those skipped are
matched as `fnmatch` does. Standard library only: native CPython runs it too, for comparison.
"""

import contextlib
import fnmatch
import os
import re
import sys
import sysconfig
import unittest
import zipfile
from collections.abc import Callable
from typing import Any

from telling import Teller


def _reason(error: Any) -> str:
    kind, value, _ = error
    return f"{kind.__name__}: {value}".strip()


class Report(unittest.TestResult):
    """Tells of each test when it starts and what came of it."""

    def __init__(self, teller: Teller) -> None:
        super().__init__()
        self._teller = teller

    def _tell(self, test: unittest.TestCase, outcome: str, reason: str = "") -> None:
        self._teller.outcome(test.id(), outcome, reason)

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self._teller.start(test.id())

    def addSuccess(self, test: unittest.TestCase) -> None:
        self._tell(test, "passed")

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        self._tell(test, "failed", _reason(err))

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        self._tell(test, "failed", _reason(err))

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        self._tell(test, "skipped", reason)

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:
        self._tell(test, "passed")

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        self._tell(test, "failed", "unexpected success")

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        if err is not None:
            self._tell(test, "failed", _reason(err))


def _without(suite: Any, skipped: Callable[[str], object]) -> unittest.TestSuite:
    kept = unittest.TestSuite()
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            kept.addTest(_without(item, skipped))
        elif not skipped(item.id()):
            kept.addTest(item)
    return kept


def main(module: str, skipped: list[str]) -> None:
    """Run the tests of `module` but for those `skipped`."""
    here = os.path.dirname(os.path.abspath(__file__))
    if os.path.exists(archive := os.path.join(here, "tests.zip")):
        # Where the standard library is a zip file, nothing is in its directory: there it is the package's place, too.
        library = sysconfig.get_path("stdlib")
        alone = os.path.isdir(library) and not os.path.exists(os.path.join(library, "os.py"))
        with zipfile.ZipFile(archive) as tests:
            tests.extractall(library if alone else here)
        os.unlink(archive)
    from test import support  # type: ignore[import-not-found]

    # As `python -m test -u network` would: some modules that need no more than the machine itself ask for it.
    support.use_resources = ["network"]
    support.verbose = 0
    teller = Teller()
    try:
        suite = unittest.defaultTestLoader.loadTestsFromName(f"test.{module}")
    except unittest.SkipTest as skip:
        teller.outcome(f"test.{module}", "skipped", str(skip))
        teller.end()
        return
    work = os.path.join(here, "work")
    os.makedirs(work, exist_ok=True)
    os.chdir(work)
    with contextlib.redirect_stdout(sys.stderr):
        _without(suite, re.compile("|".join(map(fnmatch.translate, skipped)) or "(?!)").match).run(Report(teller))
    teller.end()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
