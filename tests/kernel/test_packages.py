"""Which packages a program needs."""

import os
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from kernel.python import packages, preloaded
from kernel.python.packages import Wheel, asked, imported, missing, named_packages, note, offer


def wheel(
    imports: str,
    requires: str = "",
    *,
    named: bool = False,
    extras: dict[str, list[str]] | None = None,
    brings: dict[str, list[str]] | None = None,
    scripts: str = "",
) -> Wheel:
    """An entry of the index."""
    return {
        "file": "a.whl", "size": 1, "version": "1", "named": named, "imports": imports.split(),
        "requires": requires.split(), "extras": extras or {}, "brings": brings or {}, "scripts": scripts.split(),
    }  # fmt: skip


INDEX = {
    "aiohttp": wheel("aiohttp", "attrs yarl", named=True),
    "anyio": wheel("anyio", "idna", named=True, extras={"trio": ["trio"]}),
    "attrs": wheel("attr attrs"),
    "httpx": wheel("httpx", "anyio idna", named=True),
    "idna": wheel("idna"),
    "multidict": wheel("multidict"),
    "python-multipart": wheel("python_multipart", named=True),
    "pytest": wheel("pytest _pytest", named=True),
    "pytest-asyncio": wheel("pytest_asyncio", "pytest", named=True),
    "starlette": wheel("starlette", "anyio", named=True, brings={"starlette.testclient": ["httpx"]}),
    "trio": wheel("trio", "attrs", named=True),
    "tzdata": wheel("tzdata", named=True),
    "uvicorn": wheel("uvicorn", named=True, scripts="uvicorn"),
    "websockets": wheel("websockets", named=True),
    "yarl": wheel("yarl", "multidict"),
}


@pytest.fixture(autouse=True)
def offered() -> Iterator[None]:
    """The page has these packages."""
    offer(INDEX)
    yield
    offer({})


@pytest.fixture(autouse=True)
def only_mentions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that isn't parsed, since it mentions no package, needs none."""
    mentions = packages._may_need_any

    def may_need_any(source: str) -> bool:
        if not mentions(source):
            assert not list(packages._wanted(asked(source)))
        return mentions(source)

    monkeypatch.setattr(packages, "_may_need_any", may_need_any)


def needed(source: str) -> set[str]:
    """All that a program needs of an interpreter that has nothing."""
    return set(missing(imported([source])))


def test_imports_are_found_wherever_they_stand() -> None:
    """Also in a function; relative ones are the program's own."""
    source = "import os.path\ndef f():\n    from aiohttp.web import run_app\n    from . import mine\n"
    assert asked(source).modules == {"os.path", "aiohttp.web", "aiohttp.web.run_app"}


def test_modules_that_children_run_by_name_are_found() -> None:
    """`python -m`, as a list of words and as a line for a shell."""
    source = "run([sys.executable, '-m', 'pytest', '-q'])\nexec(python, '-m', 'aiohttp.web')\nsh('python -m yarl x')"
    assert asked(source).modules == {"pytest", "aiohttp.web", "yarl"}


def test_requirements_come_along() -> None:
    """To the last one; what others require isn't named for itself."""
    assert needed("import aiohttp") == {"aiohttp", "attrs", "yarl", "multidict"}
    assert imported(["import attr"]) == ["attrs"]
    assert imported(["import asyncio", "import aiohttp, multidict, attr"]) == ["aiohttp"]


def test_what_the_standard_library_requires_comes_along() -> None:
    """It is no library of the page's for all that."""
    assert needed("from zoneinfo import ZoneInfo") == {"tzdata"}
    assert "tzdata" not in str(note(ModuleNotFoundError("No module named 'x'", name="x")))


def test_programs_in_a_text_count() -> None:
    """Children run them; prose and what can't be compiled are passed over."""
    source = "CHILD = '''\n    import yarl\n    print('\\d')\n'''\nsay('import what you need')\nrun('import attr')\n"
    assert asked(source).modules == {"yarl", "attr"}


def test_a_file_that_is_no_python_needs_nothing() -> None:
    """Its SyntaxError is CPython's to report."""
    assert needed("def (") == set()


BLOCK = """\
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "AnyIO[trio]>=4; python_version > '3'",
#   "pytest_asyncio",
#   "requests==2",
# ]
# ///
"""


def test_what_a_block_names_comes_along() -> None:
    """With its extras: a back end or a plugin is imported by others only."""
    assert named_packages(BLOCK) == {"anyio": {"trio"}, "pytest-asyncio": set(), "requests": set()}
    assert needed(BLOCK) == {"anyio", "idna", "trio", "attrs", "pytest-asyncio", "pytest"}


@pytest.mark.parametrize("text", ["x = [", 'dependencies = "anyio"', "dependencies = [1]"])
def test_a_block_that_is_wrong_names_nothing(text: str) -> None:
    """The program is run all the same: to Python it is a comment."""
    assert named_packages(f"# /// script\n# {text}\n# ///\n").keys() <= {"1"}


def test_what_is_asked_for_by_a_word() -> None:
    """AnyIO's back end, and a mark of a plugin of pytest's."""
    assert imported(["import anyio\nanyio.run(main, backend='trio')"]) == ["anyio", "trio"]
    assert imported(["import anyio\nprint('a trio')"]) == ["anyio"]
    assert imported(["print('trio')"]) == []
    assert imported(["import pytest\n@pytest.mark.asyncio\nasync def test(): pass"]) == ["pytest-asyncio"]


def test_a_module_that_needs_what_its_package_does_not_require() -> None:
    """Starlette's test client needs httpx."""
    assert imported(["from starlette.testclient import TestClient"]) == ["httpx", "starlette"]
    assert imported(["from starlette import testclient"]) == ["httpx", "starlette"]
    assert imported(["import starlette"]) == ["starlette"]


def test_a_package_that_is_missing() -> None:
    """The note says what is there, and how to run the file elsewhere."""
    text = note(ModuleNotFoundError("No module named 'requests'", name="requests"))
    assert text is not None
    assert text.startswith("This page has the standard library, aiohttp, anyio, httpx, ")
    assert ". On your machine: uv run --with requests " in text
    for other in ("aiohttp.nothing", None):
        assert note(ModuleNotFoundError("not there", name=other)) is None
    assert note(ImportError("cannot import name", name="requests")) is None


def test_a_package_that_is_there_and_was_not_seen() -> None:
    """An import that is hidden has to be named."""
    text = note(ModuleNotFoundError("No module named 'trio'", name="trio"))
    assert text is not None
    assert '# dependencies = ["trio"]' in text


def test_a_module_of_the_standard_library_that_a_tab_lacks() -> None:
    """What it needs is said, and nobody is sent to another distribution."""
    assert note(ModuleNotFoundError("x", name="_curses")) == (
        "_curses is a part of CPython that needs a terminal. Python on your machine has it"
    )
    assert "a package index" in str(note(ModuleNotFoundError("x", name="ensurepip")))
    assert "browser tab" in str(note(ModuleNotFoundError("x", name="_uuid")))


def test_a_program_of_a_package_that_is_there_and_was_not_seen() -> None:
    """It has to be named as a module has to."""
    text = packages.note_on_program("uvicorn")
    assert text is not None
    assert '# dependencies = ["uvicorn"]' in text
    assert packages.note_on_program("ffmpeg") is None


ENTRY_POINTS = """\
[console_scripts]
say = said.cli:Speaker.main [loud]

[other]
plugin = said
"""


def test_console_scripts_are_put_beside_the_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As pip does; they are recorded as the package's files."""
    site, wheel, script = tmp_path / "lib" / "site-packages", tmp_path / "said.whl", tmp_path / "bin" / "say"
    script.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as contents:
        contents.writestr("said.py", "")
        contents.writestr("said-1.dist-info/METADATA", "Name: said\nVersion: 1\n")
        contents.writestr("said-1.dist-info/RECORD", "said.py,,0\n")
        contents.writestr("said-1.dist-info/entry_points.txt", ENTRY_POINTS)
    monkeypatch.setattr(sys, "executable", str(script.with_name("python3")))
    monkeypatch.setattr(sys, "path", [str(site)])
    monkeypatch.setattr(packages, "scripts", [])
    packages.install(str(wheel), "said")
    assert packages.scripts == [str(script)]
    assert script.read_text().startswith(f"#!{sys.executable}\nimport sys\nfrom said.cli import Speaker\n")
    assert script.read_text().endswith("    sys.exit(Speaker.main())\n")
    assert os.access(script, os.X_OK)
    (distribution,) = metadata.distributions(name="said", path=[str(site)])
    assert [Path(file.locate()).resolve() for file in distribution.files or ()] == [site / "said.py", script]


def test_what_an_image_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """What programs of the guide import of all packages that come, and of the others what can be imported."""
    loaded: list[str] = []
    monkeypatch.setattr(preloaded, "load", lambda modules, tops: loaded.extend(modules))
    monkeypatch.setattr("importlib.invalidate_caches", lambda: loaded.append("no file is open"))
    packages.preload(["httpx", "trio"], {"anyio": ["anyio", "anyio.abc"], "trio": ["trio"]})
    assert loaded.pop() == "no file is open"
    assert sorted(loaded) == ["anyio", "anyio.abc", "httpx", "trio"]


def test_what_a_package_looks_for_as_it_runs_comes_along() -> None:
    """Forms need python-multipart, Uvicorn a package for WebSockets; who has neither doesn't load these."""
    assert "python-multipart" in needed("from starlette.requests import Request\nasync def f(r): await r.form()")
    served = "import starlette, uvicorn\n@app.websocket('/')\ndef f(): pass"
    assert "websockets" in needed(served)
    assert "websockets" not in needed(served.replace(", uvicorn", ""))
    assert needed("import starlette, uvicorn") == {"starlette", "anyio", "idna", "uvicorn"}
