"""Recorded output on a page is what a terminal would show."""

import json
from pathlib import Path
from typing import Any

import pytest
from interleave_site.terminal import Terminal

CASES: dict[str, Any] = json.loads(Path(__file__).with_name("terminal_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_as_the_page_s_own(name: str) -> None:
    """The cases are those of docs/runner/page/terminal.js."""
    terminal = Terminal()
    for stream, text in CASES[name]["chunks"]:
        terminal.write(stream, text)
    expected = [([["stdout", {}, row]] if row else []) if isinstance(row, str) else row for row in CASES[name]["rows"]]
    assert [[list(run) for run in row] for row in terminal.runs()] == expected
