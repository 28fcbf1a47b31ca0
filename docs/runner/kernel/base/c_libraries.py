"""The C library under the names by which programs on Linux load it: here it is part of the interpreter.

Source: Lib/ctypes/__init__.py and Lib/ctypes/util.py of CPython 3.14, gnu/lib-names.h of glibc.
"""

import os
from types import ModuleType
from typing import Any

# The libraries into which glibc is divided; Emscripten has a single one.
_OWN = {"c": "libc.so.6", "m": "libm.so.6", "dl": "libdl.so.2", "pthread": "libpthread.so.0", "rt": "librt.so.1"}


def install(ctypes: Any, util: ModuleType) -> None:
    """Let `ctypes.CDLL` and `ctypes.util.find_library` know these names."""
    dlopen: Any = ctypes._dlopen
    find: Any = util.find_library
    files = frozenset(_OWN.values())

    def load(name: Any, mode: int = ctypes.DEFAULT_MODE) -> Any:
        return dlopen(None if name is not None and os.fsdecode(name) in files else name, mode)

    def find_library(name: str) -> str | None:
        found: str | None = _OWN.get(name) or find(name)
        return found

    ctypes._dlopen = load
    util.find_library = find_library  # type: ignore[attr-defined]
