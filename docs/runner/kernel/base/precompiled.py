"""Imports modules in the standard library's zip from bytecode that the build has compiled.

CPython's `zipimport` would take a `.pyc` from a zip, too, but then `__file__` would name that, and on Linux it names
the source. And to learn a module's file name, `zipimport` compiles the module, which is why each import would compile
it twice.

A module's source is read only by those who want it, such as tracebacks and `inspect`: as Python starts, the sources
may not have arrived (process/library.js). This module itself is compiled at each start, so it imports little.
"""

import marshal
import zipimport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

# The path of the standard library in the tab. Code objects name their file, so they are compiled for this path.
ARCHIVE = "/lib/python314.zip"
FOLDER = "bytecode"
_importer: "Any" = zipimport


def name(file: str) -> str:
    """The name of a module's bytecode in the zip, given its source's name."""
    return f"{FOLDER}/{file.removesuffix('.py')}.code"


def _find(loader: "Any", module: str) -> "tuple[str, bool] | None":
    """The name of a module's source in the standard library's zip, and whether it is a package; None if it isn't there.

    Args:
        loader: A `zipimporter`.
        module: The module's name.
    """
    if loader.archive != ARCHIVE:
        return None
    path, files = _importer._get_module_path(loader, module), loader._get_files()
    for file, is_package in ((f"{path}/__init__.py", True), (f"{path}.py", False)):
        if file in files:
            return file, is_package
    return None


def install() -> None:
    """Import modules of the zip from their bytecode if it is there."""
    get_module_code = _importer._get_module_code
    get_filename = _importer.zipimporter.get_filename

    def module_code(loader: "Any", module: str) -> "tuple[CodeType, bool, str]":
        found = _find(loader, module)
        entry = found and loader._get_files().get(name(found[0]))
        if not found or not entry:  # few programs import it: it has no bytecode
            without: tuple[CodeType, bool, str] = get_module_code(loader, module)
            return without
        file, is_package = found
        return marshal.loads(_importer._get_data(ARCHIVE, entry)), is_package, f"{ARCHIVE}/{file}"

    def filename(loader: "Any", module: str) -> str:
        found = _find(loader, module)
        return f"{ARCHIVE}/{found[0]}" if found else get_filename(loader, module)

    _importer._get_module_code = module_code
    _importer.zipimporter.get_filename = filename
