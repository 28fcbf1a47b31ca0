"""The page that shows what came of CPython's tests."""

from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "conformance.md"


def count(entry: dict[str, Any]) -> str:
    """A line: how many tests native CPython ran, and how many of those passed in the tab."""
    ran = [name for name, outcome in entry["native"].items() if outcome["outcome"] == "passed"]
    tab = entry["tab"]
    passed = [name for name in ran if tab.get(name, {}).get("outcome") == "passed"]
    failed = [name for name in ran if tab.get(name, {}).get("outcome") == "failed"]
    rest = len(ran) - len(passed) - len(failed)
    return f"{len(passed)} of {len(ran)} passed, {len(failed)} failed, {rest} skipped or missing"


def write(results: dict[str, Any]) -> None:
    """Write the page."""
