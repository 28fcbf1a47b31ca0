"""The recipes that a reader may copy (snippets/recipes): the build puts those that choose beside the kernel.

So what a search does in the tab and in a reader's own tests has one implementation. In the repository, where the tests
of the kernel run, they are modules of their own.
"""

import importlib
from typing import Any

_PACKAGE = __package__.partition(".")[0]
_PREFIX = f"{_PACKAGE}.recipes." if _PACKAGE == "interleave_kernel" else ""


def load(name: str) -> Any:
    """A module of a recipe."""
    return importlib.import_module(_PREFIX + name)
