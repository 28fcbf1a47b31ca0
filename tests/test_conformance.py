"""The page of CPython's own tests and the data that it is written from belong together, in any clone."""

from pathlib import Path

import pytest
from conformance import table
from conformance.table import Count
from reports import Outcome


def test_page_shows_the_data() -> None:
    """Neither is changed without the other."""
    assert table.PAGE.read_text(encoding="utf-8") == table.page(), (
        "commit both, or write the page anew: PYTHONPATH=tests python -m conformance.table"
    )


def test_a_run_of_one_module_keeps_the_other_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a clone in which nothing was run before; what was measured anew loses its mark."""
    numbers, page = tmp_path / "numbers.json", tmp_path / "page.md"
    numbers.write_text(table.NUMBERS.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(table, "NUMBERS", numbers)
    monkeypatch.setattr(table, "PAGE", page)
    before = table.page().splitlines()
    failed = {"test.test_queue.Tests.test_x": Outcome(outcome="failed", reason="why")}
    table.write({"test_queue": Count(passed=7, failed=1, others=failed)}, "3.14.8", "3.14.2")
    after = page.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before and "together" not in line] == [
        "| <code>test_<wbr>queue</code> | 7 of 8 | 87.5&nbsp;% | – | 87.5&nbsp;% |",
        "<details><summary><code>test_<wbr>queue</code>: 1 failed, 0 skipped</summary><ul>",
        "<li><code>Tests.<wbr>test_<wbr>x</code><br>failed: <code>why</code></li>",
    ]
