"""What ships beside our own files."""

import json
import re
import zipfile

import pytest
from interleave_site.pyodide_patch import mend
from interleave_site.snippet import ROOT
from interleave_site.vendor import NODE_MODULES, ORIGINALS, VENDOR
from interleave_site.wasm_patch import mend_code
from kernel.sh.commands import FILES


def test_patch_of_the_module_is_in_what_ships() -> None:
    """Without it, the garbage collector crashes the tab while a thread is suspended."""
    shipped = (VENDOR / "pyodide" / "pyodide.asm.mjs").read_text(encoding="utf-8")
    assert shipped == mend((NODE_MODULES / "pyodide" / "pyodide.asm.mjs").read_text(encoding="utf-8"))
    assert "Module.unlinkEntries" in shipped


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


def test_standard_library_has_the_originals() -> None:
    """Pyodide has stubs in their place."""
    with zipfile.ZipFile(VENDOR / "pyodide" / "python_stdlib.zip") as shipped:
        for path in ORIGINALS.rglob("*.py"):
            assert shipped.read(path.relative_to(ORIGINALS).as_posix()) == path.read_bytes()
    with zipfile.ZipFile(NODE_MODULES / "pyodide" / "python_stdlib.zip") as stubbed:
        assert b"Stub implementation" in stubbed.read("ssl.py"), "if Pyodide has no stub any more, drop our copy"
        assert b"loadPackage" in stubbed.read("zoneinfo/_common.py"), "if Pyodide's is CPython's, drop our copy"
        assert not any(name.startswith("dbm/") for name in stubbed.namelist()), "if Pyodide has it, drop our copy"


def test_no_message_of_the_standard_library_speaks_of_another_distribution() -> None:
    """Nothing comes from Pyodide's here, so its advice would mislead."""
    with zipfile.ZipFile(VENDOR / "pyodide" / "python_stdlib.zip") as shipped:
        names = [name for name in shipped.namelist() if name.endswith(".py") and "pyodide/" not in name]
        assert [name for name in names if b"loadPackage" in shipped.read(name)] == []


def test_wheels_are_closed_under_requirements() -> None:
    """What a wheel requires is there too."""
    index = json.loads((VENDOR / "wheels" / "index.json").read_text(encoding="utf-8"))
    assert "aiohttp" in index["aiohttp"]["imports"]
    for entry in index.values():
        assert (VENDOR / "wheels" / entry["file"]).is_file()
        assert set(entry["requires"]) <= set(index)


def test_the_worker_loads_every_kernel_module() -> None:
    """A module that interpreter.js doesn't name isn't there in the tab."""
    text = (ROOT / "docs" / "runner" / "process" / "interpreter.js").read_text(encoding="utf-8")
    listed = re.findall(r'"([\w/]+)"', text.partition("const KERNEL = [")[2].partition("];")[0])
    kernel = ROOT / "docs" / "runner" / "kernel"
    assert sorted(listed) == sorted(str(path.relative_to(kernel).with_suffix("")) for path in kernel.rglob("*.py"))


def test_what_the_shell_runs_itself_is_there_as_a_file() -> None:
    """So that it can be run without a shell."""
    text = (ROOT / "docs" / "runner" / "process" / "interpreter.js").read_text(encoding="utf-8")
    listed = re.findall(r'"([^"]+)"', text.partition("const PROGRAMS = [")[2].partition("];")[0])
    assert sorted(listed) == FILES
