"""The garbage collector, relieved of what an image of an interpreter contains.

The collector looks at every object, and at the end of a program it does so twice. 33,000 objects belong to modules that
the image has imported. They are frozen (`gc.freeze`), until a program asks for a function that would show it. So
programs see what they see in CPython, where nothing is frozen at first.
"""

import gc
from typing import Any

_SHOWING = ("freeze", "unfreeze", "get_freeze_count", "get_objects", "get_referrers")
_native: dict[str, Any] = {name: getattr(gc, name) for name in _SHOWING}
_module: dict[str, Any] = vars(gc)
_public = [name for name in _module if not name.startswith("_")]
_all = sorted(_module)


def relieve() -> None:
    """Collect garbage, and exclude all objects that are left from further collections."""
    _native["unfreeze"]()
    gc.collect()
    _native["freeze"]()
    for name in _SHOWING:
        _module.pop(name, None)
    # PEP 562. `__all__`: what `from gc import *` imports, which otherwise is what the module holds.
    _module.update(__getattr__=_show, __dir__=lambda: list(_all), __all__=_public)


def _show(name: str) -> object:
    """Get a function of the module; with it, the collector sees everything again."""
    if name not in _native:
        raise AttributeError(f"module 'gc' has no attribute {name!r}")
    for added in ("__getattr__", "__dir__", "__all__"):
        _module.pop(added, None)
    _module.update(_native)
    _native["unfreeze"]()
    return _native[name]
