"""The page of names is true: each name of CPython's has evidence, and none pretends."""

import shutil
from pathlib import Path

import pytest
from names import evidence, table

MODULES = {
    *("os", "signal", "fcntl", "select", "time", "socket", "resource", "mmap", "ctypes", "sqlite3"),
    *("threading", "multiprocessing"),
}


def test_every_name_has_evidence() -> None:
    """Of a name that can be called or that holds something, a program looks at the effect."""
    native = table.read(table.NATIVE)
    without = [name for name, (outcome, _) in native.items() if outcome not in ("gave", "constant")]
    assert without == []
    assert {name.partition(".")[0] for name in native} >= MODULES


def test_page_shows_what_was_recorded() -> None:
    """The command that writes the page has been run."""
    found = {name: table.State(*state) for name, state in table.read(table.TAB).items()}
    assert found.keys() == table.read(table.NATIVE).keys()
    assert table.PAGE.read_text(encoding="utf-8") == table.page(found), "run `make names`"


def test_rows_exist() -> None:
    """A name that differs is explained in the table of differences."""
    text = (table.REFERENCE / "how-the-examples-run.md").read_text(encoding="utf-8")
    assert [row for row in set(table.DIFFERS.values()) if f"\n| {row} |" not in text] == []


def test_name_that_does_nothing_is_found() -> None:
    """A no-op gives other evidence than CPython, and no row explains it."""
    native = ("gave", '"-rw-r-----"')
    assert table.classify("os.chmod", native, ("gave", '"-rw-r--r--"')).outcome == "pretends"
    assert table.classify("os.chmod", native, ("raised", "OSError: why")) == ("raises", "OSError: why")
    assert table.classify("os.chmod", native, None).outcome == "raises"
    assert table.classify("os.chmod", native, native).outcome == "works"


@pytest.mark.parametrize("program", evidence.PROGRAMS, ids=lambda path: path.stem)
def test_record_is_cpythons(program: Path) -> None:
    """What CPython prints is what was recorded of it; constants differ from one version of Linux to the next."""
    python = shutil.which("python3.14")
    if python is None:
        pytest.skip("there is no python3.14 on this machine")
    native = table.read(table.NATIVE)
    for name, value in evidence.on_cpython(Path(python), program).items():
        if value[0] in ("constant", "callable"):
            assert name in native
        else:
            assert (name, native[name]) == (name, value)
