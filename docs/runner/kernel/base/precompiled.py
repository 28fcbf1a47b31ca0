"""Imports modules in the standard library's zip from bytecode that the build has compiled.

CPython's `zipimport` would take a `.pyc` from a zip, too, but then `__file__` would name that, and on Linux it names
the source.
"""

import marshal
import zipimport
from types import CodeType
from typing import Any

# The path of the standard library in the tab. Code objects name their file, so they are compiled for this path.
ARCHIVE = "/lib/python314.zip"
FOLDER = "bytecode"
_importer: Any = zipimport


def name(file: str) -> str:
    """The name of a module's bytecode in the zip, given its source's name."""
    return f"{FOLDER}/{file.removesuffix('.py')}.code"


def install(loader: Any) -> None:
    """Import modules of the zip from their bytecode if it is there.

    Args:
        loader: The zip's loader.
    """
    compile_source = _importer._compile_source

    def code(path: str, source: bytes) -> CodeType:
        file = path.removeprefix(f"{ARCHIVE}/")
        if file != path:
            try:
                compiled: CodeType = marshal.loads(loader.get_data(f"{ARCHIVE}/{name(file)}"))
            except OSError:
                pass  # few programs import it: it has no bytecode
            else:
                return compiled
        found: CodeType = compile_source(path, source)
        return found

    _importer._compile_source = code
