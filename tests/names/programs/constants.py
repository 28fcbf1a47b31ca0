"""The names of each module, and the values of its constants."""

import importlib
import json
import types

MODULES = (
    "os", "signal", "fcntl", "select", "time", "socket", "resource", "mmap", "ctypes", "sqlite3", "threading",
    "multiprocessing", "errno",
)  # fmt: skip


def public(module: types.ModuleType) -> list[str]:
    """What a module has for programs: what it imports for itself is left out."""
    names = [name for name in vars(module) if not name.startswith("_") or (module.__name__, name) == ("os", "_exit")]
    return sorted(name for name in names if not isinstance(getattr(module, name), types.ModuleType))


for name in MODULES:
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        print(json.dumps([name, "absent", f"{type(error).__name__}: {error}"]))
        continue
    for attribute in public(module):
        value = getattr(module, attribute)
        constant = isinstance(value, (int, str, bytes, float, type(None)))
        print(
            json.dumps([f"{name}.{attribute}", "constant" if constant else "callable", repr(value) if constant else ""])
        )
