"""Code of modules that the build has compiled, for those that are imported from the standard library's zip.

CPython's `zipimport` would take a `.pyc` from a zip, too, and then `__file__` would name it, which on Linux is the
source.
"""

import marshal
import zipimport
from types import CodeType
from typing import Any

# Where the standard library lies in the tab. Code names its file, so it was compiled for this place.
ARCHIVE = "/lib/python314.zip"
FOLDER = "bytecode"
_importer: Any = zipimport


def name(file: str) -> str:
    """What the code of a module is called in the zip, from its source's name there."""
    return f"{FOLDER}/{file.removesuffix('.py')}.code"


def install(loader: Any) -> None:
    """Let modules of the zip be imported from their code where it is there.

    Args:
        loader: the zip's.
    """
    compile_source = _importer._compile_source

    def code(path: str, source: bytes) -> CodeType:
        file = path.removeprefix(f"{ARCHIVE}/")
        if file != path:
            try:
                compiled: CodeType = marshal.loads(loader.get_data(f"{ARCHIVE}/{name(file)}"))
            except OSError:
                pass  # one of the many that few programs import
            else:
                return compiled
        found: CodeType = compile_source(path, source)
        return found

    _importer._compile_source = code
