"""Modules of the standard library's zip are imported from their bytecode; all else is as `zipimport` has it."""

import importlib
import inspect
import marshal
import sys
import zipfile
import zipimport
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kernel.base import precompiled

pytestmark = pytest.mark.skipif(sys.version_info < (3, 14), reason="zipimport's own functions had other names")
SOURCES = {
    "first_compiled.py": "value = 1\n\n\ndef tell():\n    return value\n",
    "package_compiled/__init__.py": "from .inner import value\n",
    "package_compiled/inner.py": "value = 3\n",
    "only_source.py": "value = 4\n",
}
# What isn't there yet.
MISSING = b"\0\0\0\0"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A zip in the library's place, three of whose modules have bytecode."""
    path = tmp_path / "python314.zip"
    importer: Any = zipimport
    monkeypatch.setattr(precompiled, "ARCHIVE", str(path))
    monkeypatch.setattr(importer, "_get_module_code", importer._get_module_code)
    monkeypatch.setattr(importer.zipimporter, "get_filename", importer.zipimporter.get_filename)
    with zipfile.ZipFile(path, "w") as file:
        for name, source in SOURCES.items():
            file.writestr(name, source)
            if name != "only_source.py":
                code = compile(source, f"{path}/{name}", "exec", dont_inherit=True)
                file.writestr(precompiled.name(name), marshal.dumps(code))
    monkeypatch.syspath_prepend(str(path))
    precompiled.install()
    yield path
    tops = {name.partition("/")[0].removesuffix(".py") for name in SOURCES}
    for name in [name for name in sys.modules if name.partition(".")[0] in tops]:
        del sys.modules[name]


def without(archive: Path, name: str) -> bytes:
    """The zip, in which a file's header is missing: who reads the file gets an error."""
    with zipfile.ZipFile(archive) as file:
        at = file.getinfo(name).header_offset
    data = archive.read_bytes()
    return data[:at] + MISSING + data[at + len(MISSING) :]


@pytest.mark.parametrize(("module", "file"), [
    ("first_compiled", "first_compiled.py"),
    ("package_compiled", "package_compiled/__init__.py"),
    ("package_compiled.inner", "package_compiled/inner.py"),
    ("only_source", "only_source.py"),
])  # fmt: skip
def test_a_module_looks_as_if_its_source_had_been_imported(archive: Path, module: str, file: str) -> None:
    """Its file, its source, its spec and its code's file."""
    found: Any = importlib.import_module(module)
    path = f"{archive}/{file}"
    assert (found.__file__, found.__spec__.origin, found.__loader__.get_filename(module)) == (path,) * 3
    assert found.__loader__.is_package(module) == hasattr(found, "__path__") == file.endswith("__init__.py")
    assert found.__loader__.get_source(module) == inspect.getsource(found) == SOURCES[file]
    assert found.__loader__.get_code(module).co_filename == path


@pytest.mark.parametrize("file", [name for name in SOURCES if name != "only_source.py"])
def test_an_import_does_not_read_the_source(archive: Path, file: str) -> None:
    """As Python starts, it may not be there."""
    archive.write_bytes(without(archive, file))
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert importlib.import_module(module).value


def test_a_module_that_is_not_there(archive: Path) -> None:
    """The loader's own errors."""
    loader = zipimport.zipimporter(str(archive))
    for ask in (loader.get_filename, loader.get_code):
        with pytest.raises(zipimport.ZipImportError, match="can't find module 'nothing'"):
            ask("nothing")


def test_another_zip_is_left_alone(archive: Path, tmp_path: Path) -> None:
    """A program's own has a folder of the same name, whatever is in it."""
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("first_compiled.py", "value = 'other'\n")
        file.writestr(precompiled.name("first_compiled.py"), b"nonsense")
    loader: Any = zipimport.zipimporter(str(other))
    assert loader.get_filename("first_compiled") == f"{other}/first_compiled.py"
    assert loader.get_code("first_compiled").co_consts[0] == "other"
