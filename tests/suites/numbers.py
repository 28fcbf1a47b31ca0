"""The data on the libraries' own tests: `numbers.json`, which docs/_site/suites.py shows."""

import json
from collections.abc import Sequence
from fnmatch import fnmatch
from typing import Any

from interleave_site import suites, wheels
from reports import Outcome, Outcomes, native_version
from suites.known import REASONS

_OUTCOMES = ("passed", "failed", "skipped")
_LENGTH = 160  # of a reason that the page shows
_NEVER = Outcome(outcome="failed", reason="did not run")


def _of(test: str, tab: Outcomes) -> Outcome:
    """What came of a test in the tab: of itself, or of its file."""
    return tab.get(test) or tab.get(test.partition("::")[0]) or _NEVER


def _why(name: str, test: str, outcome: Outcome) -> str:
    """What is known of a test, or of what is said of it."""
    return next(
        (
            why
            for pattern, why in REASONS.get(name, {}).items()
            if fnmatch(test, pattern) or fnmatch(outcome["reason"], pattern)
        ),
        "",
    )


def _counts(outcomes: list[str]) -> dict[str, int]:
    return {kind: outcomes.count(kind) for kind in _OUTCOMES}


def entry(name: str, native: Outcomes, tab: Outcomes, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """A library's numbers. Those of the tab are of the tests that the machine has; no file that was left out counts."""
    tests = sorted(test for test in native if "::" in test)
    others = {}
    for test in tests:
        found = _of(test, tab)
        if native[test]["outcome"] == "passed" and found["outcome"] != "passed":
            others[test] = {**found, "reason": found["reason"][:_LENGTH], "why": _why(name, test, found)}
    return {
        "version": wheels.index()[name]["version"],
        "machine": _counts([native[test]["outcome"] for test in tests]),
        "tab": _counts([_of(test, tab)["outcome"] for test in tests]),
        "others": others,
        "left_out": list(left_out),
    }


def write(entries: dict[str, dict[str, Any]]) -> None:
    """Put what was measured into the data; the rest of it stays, but for what is known of tests by now."""
    data = json.loads(suites.NUMBERS.read_text(encoding="utf-8")) if suites.NUMBERS.exists() else {"libraries": {}}
    if entries:
        data["machine"] = native_version()
    data["libraries"] |= entries
    for name, library in data["libraries"].items():
        for test, outcome in library["others"].items():
            outcome["why"] = _why(name, test, outcome)
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False)
    suites.NUMBERS.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    # After a change of known.py: `PYTHONPATH=tests python -m suites.numbers`.
    write({})
