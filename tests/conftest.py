"""What all tests share."""

import pytest
from interleave_site.snippet import every_snippet


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much of the guide was tested."""
    programs = every_snippet()
    live = sum(not snippet.needs for snippet in programs)
    terminalreporter.write_line(f"programs: {len(programs)}, of which run live in the tab: {live}")
