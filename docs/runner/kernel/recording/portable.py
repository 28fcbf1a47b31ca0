"""The recorder that a reader may copy (docs/runner/interleave/trace): the build puts it beside the kernel as `trace`.

So its frames are the kernel's: no traceback of a program shows them, and no thread is preempted in them.
"""

import importlib
import sys
from functools import cache
from typing import Any

from ..base import tracebacks

_PACKAGE = __package__.partition(".")[0]
# In the repository, where the tests of the kernel run, it lies beside the kernel.
_NAME = f"{_PACKAGE}.trace" if _PACKAGE == "interleave_kernel" else "interleave.trace"


@cache
def load() -> Any:
    """The package. It looks at stacks with CPython's own function, which shows it the kernel's frames too."""
    replaced, sys._getframe = sys._getframe, tracebacks.getframe
    try:
        importlib.import_module(f"{_NAME}.recorder")
        for part in ("buffer", "callbacks", "children", "executors", "locks", "loops", "network", "output", "tasks"):
            importlib.import_module(f"{_NAME}.{part}")
        for part in ("threads", "turns", "waits"):
            importlib.import_module(f"{_NAME}.{part}")
        return importlib.import_module(_NAME)
    finally:
        sys._getframe = replaced
