"""What ships beside our own files."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from interleave_site import bundle, bytecode, compiled_wheels, wheels
from interleave_site.bundle import PYODIDE
from interleave_site.pyodide_patch import mend
from interleave_site.snippet import ROOT, tab_wheels
from interleave_site.vendor import NODE_MODULES, ORIGINALS, VENDOR
from interleave_site.wasm_patch import mend_code

_ELSEWHERE = b"""\
if sys.platform == "win32":
    import windows
elif sys.platform == "darwin":
    import mac
elif sys.platform.startswith("aix"):
    import aix
elif os.name == "posix":
    import here
if os.name == "nt":
    import nt
"""
FILES = json.loads((PYODIDE / "files.json").read_text(encoding="utf-8"))


@pytest.fixture
def bundled() -> Iterator[zipfile.ZipFile]:
    """The standard library as it ships: in two parts."""
    with zipfile.ZipFile(BytesIO(shipped("sources") + shipped("start"))) as whole:
        yield whole


def shipped(part: str) -> bytes:
    """A part of the bundle."""
    content: bytes = (PYODIDE / FILES["library"][part]).read_bytes()
    return content


def test_patch_of_the_module_is_in_what_ships() -> None:
    """Without it, the garbage collector crashes the tab while a thread is suspended."""
    mended = bundle.GLUE.read_text(encoding="utf-8")
    assert mended == mend((NODE_MODULES / "pyodide" / "pyodide.asm.mjs").read_text(encoding="utf-8"))
    assert "Module.unlinkEntries" in (VENDOR / "pyodide" / "pyodide.asm.mjs").read_text(encoding="utf-8")


def test_glue_that_ships_is_what_can_be_reached(tmp_path: Path) -> None:
    """All of it is parsed by each interpreter that starts: shake.mjs says what is kept."""
    bundle.shake(tmp_path / "glue.mjs")
    shaken = (tmp_path / "glue.mjs").read_text(encoding="utf-8")
    assert shaken == (VENDOR / "pyodide" / "pyodide.asm.mjs").read_text(encoding="utf-8")
    assert len(shaken) < len(bundle.GLUE.read_text(encoding="utf-8")) / 2
    assert 'Module["_malloc"]' in shaken
    assert "_emscripten_websocket_new" not in shaken


def test_collector_patch_fails_loudly_on_another_pyodide() -> None:
    """A version that it doesn't know must be looked at by a person."""
    with pytest.raises(ValueError, match="0 times, not once"):
        mend("something else")


def test_code_that_ships_knows_threads() -> None:
    """Without it, sqlite3 takes all threads for one, and a lock of C that is taken is never given up."""
    original = (NODE_MODULES / "pyodide" / "pyodide.asm.wasm").read_bytes()
    shipped = (VENDOR / "pyodide" / "pyodide.asm.wasm").read_bytes()
    assert shipped == mend_code(original) != original


def test_code_patch_fails_loudly_on_another_pyodide() -> None:
    """It goes by numbers that hold for one file only."""
    with pytest.raises(ValueError, match="its SHA-256 is"):
        mend_code(b"\0asm")


def test_standard_library_has_the_originals(bundled: zipfile.ZipFile) -> None:
    """Pyodide has stubs in their place."""
    for path in ORIGINALS.rglob("*.py"):
        assert bundled.read(path.relative_to(ORIGINALS).as_posix()) == path.read_bytes()
    with zipfile.ZipFile(NODE_MODULES / "pyodide" / "python_stdlib.zip") as stubbed:
        assert b"Stub implementation" in stubbed.read("ssl.py"), "if Pyodide has no stub any more, drop our copy"
        assert b"loadPackage" in stubbed.read("zoneinfo/_common.py"), "if Pyodide's is CPython's, drop our copy"
        assert not any(name.startswith("dbm/") for name in stubbed.namelist()), "if Pyodide has it, drop our copy"


def test_no_message_of_the_standard_library_speaks_of_another_distribution(bundled: zipfile.ZipFile) -> None:
    """Nothing comes from Pyodide's here, so its advice would mislead."""
    names = [name for name in bundled.namelist() if name.endswith(".py") and "pyodide/" not in name]
    assert [name for name in names if b"loadPackage" in bundled.read(name)] == []


def test_wheels_are_closed_under_requirements() -> None:
    """What a wheel requires is there too, and so is all that a program in the tab may depend on."""
    index = wheels.index()
    assert set(index) == tab_wheels()
    assert wheels.shipped().keys() == index.keys()
    for entry in index.values():
        assert set(entry["requires"]) <= set(index)
        for others in (*entry["extras"].values(), *entry.get("brings", {}).values()):
            assert set(others) <= set(index)
    assert {name for name, entry in index.items() if entry["named"]} == wheels.named()


def test_a_wheel_ships_as_published_with_code_that_is_checked_against_its_sources(tmp_path: Path) -> None:
    """Code for what programs import; the list of its files names it. Made twice, it is the same file."""
    for name, path in wheels.shipped().items():
        with zipfile.ZipFile(path) as wheel, zipfile.ZipFile(wheels.DOWNLOADS / wheels.index()[name]["file"]) as former:
            published = set(former.namelist())
            record = next(file for file in published if file.endswith(".dist-info/RECORD"))
            assert all(wheel.read(file) == former.read(file) for file in published - {record})
            code = [file for file in wheel.namelist() if file not in published]
            assert all(file.endswith(".cpython-314.pyc") for file in code)
            assert wheel.read(record) == former.read(record) + "".join(f"{file},,\n" for file in code).encode()
            checked = 0b11  # PEP 552
            assert {int.from_bytes(wheel.read(file)[4:8], "little") for file in code} <= {checked}
        if name == "aiohttp":
            assert {f"aiohttp/__pycache__/{module}.cpython-314.pyc" for module in ("client", "web")} <= set(code)
    imported = [module for modules in FILES["preloaded"].values() for module in modules]
    again = compiled_wheels.ship(wheels.DOWNLOADS, tmp_path, imported)
    assert {path.name for path in again.values()} == {path.name for path in wheels.shipped().values()}


def test_what_is_for_another_python_is_left_to_the_tab(tmp_path: Path) -> None:
    """A package may have such a module, and import it only there; a file that can't be a module has no code either."""
    (tmp_path / "downloads").mkdir()
    with zipfile.ZipFile(tmp_path / "downloads" / "tea-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tea/__init__.py", "try:\n    from . import old, new\nexcept ImportError:\n    pass\n")
        wheel.writestr("tea/old.py", "print 'tea'\n")
        wheel.writestr("tea/new.py", "\N{BYTE ORDER MARK}POT = 'é'\n")
        wheel.writestr("tea/pot-template.py", "{{ name }}\n")
        wheel.writestr("tea-1.dist-info/RECORD", "tea/__init__.py,,\n")
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped" / "tea-0-py3-none-any-0123456789abcdef.whl").touch()
    shipped = compiled_wheels.ship(tmp_path / "downloads", tmp_path / "shipped", [])
    assert list((tmp_path / "shipped").iterdir()) == list(shipped.values())
    with zipfile.ZipFile(shipped["tea-1-py3-none-any.whl"]) as wheel:
        code = [name for name in wheel.namelist() if name.endswith(".pyc")]
    assert code == [f"tea/__pycache__/{name}.cpython-314.pyc" for name in ("__init__", "new")]


def test_the_runner_is_told_of_every_wheel() -> None:
    """With the other files, for which it asks anyway."""
    assert FILES["wheels"] == wheels.told()


def test_what_a_module_cannot_be_imported_without_is_told() -> None:
    """AnyIO's plugin for pytest needs pytest, FastAPI's test client a client; what is only tried doesn't count."""
    index = wheels.index()
    assert "pytest" in index["anyio"]["brings"]["anyio.pytest_plugin"]
    assert index["fastapi"]["brings"]["fastapi.testclient"] == index["starlette"]["brings"]["starlette.testclient"]
    assert "brings" not in index["httpx"], "its command line is optional"


def test_the_tests_run_programs_with_the_versions_that_ship() -> None:
    """requirements/dev.txt has them."""
    locked = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    for name, entry in wheels.index().items():
        assert f"{name}=={entry['version']} " in locked


def test_the_bundle_has_every_kernel_module(bundled: zipfile.ZipFile) -> None:
    """As it is now, beside the standard library."""
    for name, content in bundle.contents().items():
        assert bundled.read(name) == content
    assert "interleave_kernel/threads/scheduler.py" in bundled.namelist()


def test_the_bundle_is_named_for_what_is_in_it() -> None:
    """The same contents give the same bytes, whenever it is made; another kernel gives another name."""
    library, added = bundle.LIBRARY.read_bytes(), bundle.contents()
    whole, started = bundle.with_code(library, added)
    parts = bundle.bundle(library, whole, started)
    assert parts == bundle.Parts(shipped("sources"), shipped("start"))
    assert bundle.bundle(library, {**whole, "more.py": b""}, started).names() != parts.names() == FILES["library"]
    assert hashlib.sha256(parts.sources + parts.start).hexdigest()[:16] in FILES["library"]["start"]
    assert {path.name for path in PYODIDE.glob("python_stdlib*")} == set(FILES["library"].values())


def test_the_part_that_comes_first_has_only_what_a_start_reads(bundled: zipfile.ZipFile) -> None:
    """Bytecode, and the sources of what is imported before there is any; all other sources come later."""
    cut = len(shipped("sources"))
    first = [entry.filename for entry in bundled.infolist() if entry.header_offset >= cut]
    sources = [name for name in first if not name.startswith("bytecode/")]
    assert sources == [
        *(f"encodings/{name}.py" for name in ("__init__", "aliases", "ascii", "utf_8")),
        "sitecustomize.py",
        *(f"{bundle.PACKAGE}/{name}.py" for name in ("__init__", "base/__init__", "base/precompiled")),
    ]
    elsewhere = ("asyncio/windows_events", "asyncio/proactor_events", "ctypes/wintypes", "os", "ntpath")
    assert {f"bytecode/{name}.code" for name in elsewhere} & set(bundled.namelist()) == set()


def test_what_a_module_imports_as_it_is_imported_is_found() -> None:
    """Not what its functions import, nor what stands in for what is missing, nor what another platform needs."""
    sources = {
        "first.py": b"from package import elsewhere, inner\nif __name__ == '__main__':\n    import program\n",
        "package/__init__.py": b"def use():\n    import later\n",
        "package/elsewhere.py": _ELSEWHERE,
        "package/inner.py": b"from .beside import name\ntry:\n    import fast\nexcept ImportError:\n    import slow\n",
        "package/beside.py": b"class Name:\n    import nested\n",
        **{f"{name}.py": b"" for name in ("program", "later", "fast", "slow", "nested", "other")},
        **{f"{name}.py": b"" for name in ("here", "windows", "nt", "mac", "aix")},
    }
    found = bytecode.reachable(sources, ["first"])
    inner = [f"package/{name}.py" for name in ("__init__", "beside", "elsewhere", "inner")]
    assert found == ["fast.py", "first.py", "here.py", "nested.py", *inner]


def test_what_binds_what_the_kernel_stands_in_for_is_imported_after_it(bundled: zipfile.ZipFile) -> None:
    """`signal` that was imported before the kernel has taken the place of `_signal` would be Pyodide's for good."""
    sources = {name: bundled.read(name) for name in bundled.namelist() if name.endswith(".py")}
    early = bytecode.reachable(sources, ["sitecustomize"])
    assert f"{bundle.PACKAGE}/boot.py" in early
    binds = {"signal", "threading", "selectors", "socket", "subprocess", "asyncio/__init__", "queue", "ssl"}
    assert binds & {name.removesuffix(".py") for name in early} == set()


def test_code_is_compiled_anew_when_its_source_changes() -> None:
    """It is the code of that source, for the place where the zip lies."""
    codes = [bytecode.compiled({"one.py": source}, "/place")["one.py"] for source in (b"value = 1", b"value = 2")]
    assert codes[0] != codes[1]
    assert all(b"/place/one.py" in code for code in codes)


def test_sizes_are_those_of_the_files() -> None:
    """The runner tells a file that was cut by its size."""
    assert FILES["sizes"] == {path.name: path.stat().st_size for path in PYODIDE.iterdir() if path.name != "files.json"}
