"""The recipes that a reader may copy (snippets/recipes): the build puts those that choose beside the kernel.

So a search in the tab and one in a reader's own tests share one implementation. In the repository, where the kernel's
tests run, the recipes are separate modules.
"""

import importlib
from typing import Any

_PACKAGE = __package__.partition(".")[0]
_PREFIX = f"{_PACKAGE}.recipes." if _PACKAGE == "interleave_kernel" else ""


def load(name: str) -> Any:
    """Load a recipe's module."""
    return importlib.import_module(_PREFIX + name)
