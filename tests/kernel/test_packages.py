"""Which wheels a program needs."""

from kernel.python.packages import Wheel, imported, imported_names, missing, note, offer

INDEX: dict[str, Wheel] = {
    "aiohttp": {"file": "a.whl", "size": 1, "imports": ["aiohttp"], "requires": ["attrs", "yarl"]},
    "attrs": {"file": "b.whl", "size": 1, "imports": ["attr", "attrs"], "requires": []},
    "yarl": {"file": "c.whl", "size": 1, "imports": ["yarl"], "requires": ["multidict"]},
    "multidict": {"file": "d.whl", "size": 1, "imports": ["multidict"], "requires": []},
    "tzdata": {"file": "e.whl", "size": 1, "imports": ["tzdata"], "requires": []},
}


def needed(sources: list[str], index: dict[str, Wheel]) -> list[str]:
    """All that programs need of an interpreter that has nothing."""
    return missing(imported(sources, index), index)


def test_imports_are_found_wherever_they_stand() -> None:
    """Also in a function; relative ones are the program's own."""
    source = "import os.path\ndef f():\n    from aiohttp.web import run_app\n    from . import mine\n"
    assert imported_names(source) == {"os", "aiohttp"}


def test_requirements_come_along() -> None:
    """To the last one."""
    assert set(needed(["import aiohttp"], INDEX)) == set(INDEX) - {"tzdata"}
    assert needed(["import attr"], INDEX) == ["attrs"]
    assert needed(["import asyncio", "import multidict"], INDEX) == ["multidict"]


def test_what_the_standard_library_requires_comes_along() -> None:
    """It is no library of the page's for all that."""
    assert needed(["from zoneinfo import ZoneInfo"], INDEX) == ["tzdata"]
    assert "tzdata" not in str(note(ModuleNotFoundError("No module named 'x'", name="x")))


def test_programs_in_a_text_count() -> None:
    """Children run them; prose and what can't be compiled are passed over."""
    source = "CHILD = '''\n    import yarl\n    print('\\d')\n'''\nsay('import what you need')\nrun('import attr')\n"
    assert imported_names(source) == {"yarl", "attr"}


def test_a_file_that_is_no_python_needs_nothing() -> None:
    """Its SyntaxError is CPython's to report."""
    assert needed(["def ("], INDEX) == []


def test_a_package_that_is_missing() -> None:
    """The note says what is there, and how to run the file elsewhere."""
    offer(INDEX)
    text = note(ModuleNotFoundError("No module named 'requests'", name="requests"))
    assert text is not None
    assert text.startswith("This page has the standard library, aiohttp. On your machine: uv run --with requests ")
    for other in ("aiohttp.nothing", None):
        assert note(ModuleNotFoundError("not there", name=other)) is None
    assert note(ImportError("cannot import name", name="requests")) is None


def test_a_module_of_the_standard_library_that_a_tab_lacks() -> None:
    """What it needs is said, and nobody is sent to another distribution."""
    assert note(ModuleNotFoundError("x", name="_curses")) == (
        "_curses is a part of CPython that needs a terminal. On your machine it is there"
    )
    assert "a package index" in str(note(ModuleNotFoundError("x", name="ensurepip")))
    assert "browser tab" in str(note(ModuleNotFoundError("x", name="_uuid")))
