"""What the page of names says holds in the tab."""

from pathlib import Path

import pytest
from names import evidence, table
from playground import run
from playwright.sync_api import Page


@pytest.mark.parametrize("program", evidence.PROGRAMS, ids=lambda path: path.stem)
def test_names(program: Path, warm_playground: Page) -> None:
    """Each name does in the tab what the page says, and none pretends."""
    native, recorded = table.read(table.NATIVE), table.read(table.TAB)
    result = run(warm_playground, evidence.source(program))
    found = evidence.read(result["stdout"])
    assert found, result["stderr"]
    # A name that is there and can be called has evidence in another program.
    names = [name for name, value in found.items() if name in native and value[0] != "callable"]
    states = table.states(native, found, names)
    assert {name: state for name, state in states.items() if state.outcome == "pretends"} == {}
    assert states == {name: table.State(*recorded[name]) for name in states}
