"""The recorder that a reader may copy (docs/runner/interleave/trace): the build puts it beside the kernel as `trace`.

So its frames count as the kernel's: tracebacks don't show them, and no thread is preempted in them.
"""

import importlib
import sys
from functools import cache
from typing import Any

from ..base import tracebacks

_PACKAGE = __package__.partition(".")[0]
# In the repository, where the kernel's tests run, it is a separate package.
_NAME = f"{_PACKAGE}.trace" if _PACKAGE == "interleave_kernel" else "interleave.trace"


@cache
def load() -> Any:
    """Load the package. It inspects stacks with CPython's own function, which also shows the kernel's frames."""
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
