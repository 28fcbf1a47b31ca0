"""Each row of the table "Where the tab differs" is true: a program of `tests/differences/`, or a marked test, shows it.

The docstring of a program is the first cell of its row. In the tab it ends with SHOWN; on CPython it doesn't.
"""

import ast
import re
import sys
from pathlib import Path

import pytest
from interleave_site.snippet import ROOT
from native import interpreters, run_process
from playground import run
from playwright.sync_api import Page

TESTS = Path(__file__).parents[1]
PROGRAMS = sorted((TESTS / "differences").glob("*.py"))
SHOWN = "as the table says\n"
_PAGE = ROOT / "docs" / "reference" / "how-the-examples-run.md"


def _rows() -> dict[str, str]:
    """What the page's table says, by the first cell of each row."""
    table = _PAGE.read_text(encoding="utf-8").partition("## Where the tab differs\n")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return {line.split(" | ")[0].removeprefix("| ").replace("`", ""): line for line in lines}


def _name(program: Path) -> str:
    return " ".join((ast.get_docstring(ast.parse(program.read_text(encoding="utf-8"))) or "").split())


def _marked() -> list[str]:
    """The rows that tests of this folder show."""
    texts = (path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    return [name.replace("`", "") for text in texts for name in re.findall(r'(?m)^@pytest\.mark\.row\("(.+)"\)$', text)]


def test_every_row_is_shown_once() -> None:
    """A row without evidence could have become untrue; evidence without a row is a difference untold."""
    assert sorted([*map(_name, PROGRAMS), *_marked()]) == sorted(_rows())


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_the_row_is_true(path: Path, warm_playground: Page) -> None:
    """It holds in the tab, and not on CPython."""
    python = interpreters().get((3, 14), Path(sys.executable))
    chunks, _ = run_process([str(python), "-u", str(path)], path.parent)
    native = "".join(text for _, text in chunks)
    assert SHOWN not in native, "CPython does the same: this is no difference"
    result = run(warm_playground, path.read_text(encoding="utf-8"))
    assert result["stdout"].endswith(SHOWN), result["output"]


def _missing(output: str) -> set[str]:
    return set(re.findall(r"(?m)^missing: (.*)$", output)[0].split())


def test_the_page_names_each_module_that_is_missing(warm_playground: Page) -> None:
    """What CPython imports natively and the tab doesn't stands in the row, and nothing that can be imported does."""
    path = TESTS / "differences" / "modules_of_the_library.py"
    python = interpreters().get((3, 14), Path(sys.executable))
    chunks, _ = run_process([str(python), "-u", str(path)], path.parent)
    missing = _missing(run(warm_playground, path.read_text(encoding="utf-8"))["stdout"])
    named = set(re.findall(r"`(\w+)`", _rows()["modules of the standard library"]))
    assert missing - _missing("".join(text for _, text in chunks)) <= named <= missing
