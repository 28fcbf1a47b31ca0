"""Runs tests of a library with pytest and tells of each: the program that the tab runs.

`python suite.py OPTIONS TEST …`: OPTIONS are pytest's arguments as JSON; the tests are left out. `tests.zip` beside it
holds the tests, what they need (`beside/`), and in a tab what stands in for packages that have no wheel for it.
"""

import contextlib
import importlib
import importlib.util
import json
import os
import sys
import zipfile
from typing import Any

import pytest
from telling import Teller


def _reason(report: Any) -> str:
    """Why a test, or a file, didn't pass: the last line of what pytest would print."""
    longrepr = report.longrepr
    if isinstance(longrepr, tuple):
        return str(longrepr[2])
    crash = getattr(longrepr, "reprcrash", None)
    return str(longrepr).strip()[-300:] if crash is None else f"{report.when}: {crash.message}"


class Report:
    """A plugin of pytest's that tells of each test when it starts and what came of it."""

    def __init__(self, left_out: list[str]) -> None:
        self._teller = Teller()
        self._left_out = set(left_out)

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Leave out tests."""
        items[:] = [item for item in items if item.nodeid not in self._left_out]

    def pytest_collectreport(self, report: Any) -> None:
        """Tell of a file that can't be imported, or skips itself."""
        if report.outcome != "passed" and report.nodeid not in self._left_out:
            self._teller.outcome(report.nodeid, report.outcome, _reason(report))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell of a test that starts."""
        self._teller.start(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Tell of each part of a test that says something of it. One that fails as it is expected to has passed."""
        if report.when == "call" or report.outcome != "passed":
            expected = report.outcome == "skipped" and hasattr(report, "wasxfail")
            outcome = "passed" if expected else report.outcome
            self._teller.outcome(report.nodeid, outcome, "" if outcome == "passed" else _reason(report))

    def end(self) -> None:
        """All have run."""
        self._teller.end()


def main(options: list[str], left_out: list[str]) -> None:
    """Run the tests."""
    here = os.path.dirname(os.path.abspath(__file__))
    work = os.path.join(here, "suite")
    if os.path.exists(archive := os.path.join(here, "tests.zip")):
        with zipfile.ZipFile(archive) as tests:
            tests.extractall(work)
        os.unlink(archive)
    os.makedirs(work, exist_ok=True)
    os.chdir(work)
    sys.path[:0] = [work, os.path.join(work, "beside")]
    if importlib.util.find_spec("standins"):
        importlib.import_module("standins")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ["PYTHONPATH"] = os.pathsep.join([*sys.path[:2], os.environ.get("PYTHONPATH", "")])
    if "--pyargs" in options:
        # Tests that are installed, so they are named from there.
        options = [*options, f"--rootdir={os.path.dirname(os.path.dirname(pytest.__file__))}"]
    report = Report(left_out)
    # pytest's own output would use up what the page keeps of a program's.
    with open(os.devnull, "w") as nothing, contextlib.redirect_stdout(nothing):
        pytest.main([*options, "--continue-on-collection-errors", "-p", "no:cacheprovider"], plugins=[report])
    report.end()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
