"""The recipes are imported as those who copy them do: by their own names."""

import sys
from collections import Counter

import pytest
from interleave_site.snippet import SNIPPETS

sys.path.insert(0, str(SNIPPETS / "recipes"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how often each recipe was cancelled, and with which kinds of functions (test_hostile.py)."""
    runs: dict[str, Counter[str]] = {}
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "hostile" and isinstance(value, list | tuple):
                recipe, manners, count = value
                runs.setdefault(str(recipe), Counter())[str(manners)] += int(str(count))
    if runs:
        terminalreporter.write_line("recipes: runs in which the caller was cancelled, by what the function does then")
    for recipe, counts in sorted(runs.items()):
        terminalreporter.write_line(f"  {recipe}: " + ", ".join(f"{kind} {count}" for kind, count in counts.items()))
