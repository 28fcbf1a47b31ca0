"""Modules of the kernel that need no browser, for the build."""

import importlib
import sys
from typing import Any

from .snippet import ROOT

RUNNER = ROOT / "docs" / "runner"
KERNEL = RUNNER / "kernel"


def module(name: str) -> Any:
    """Import a module by its name within the kernel."""
    sys.path.insert(0, str(RUNNER))
    try:
        return importlib.import_module(f"kernel.{name}")
    finally:
        sys.path.remove(str(RUNNER))
