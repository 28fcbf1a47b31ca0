"""Runs modules of JavaScript in Node."""

import json
import subprocess
from typing import Any

from interleave_site.node import NODE
from interleave_site.snippet import ROOT


def evaluate(script: str) -> Any:
    """Run a JavaScript module at the top of the project; returns its output, parsed as JSON."""
    command = [NODE, "--input-type=module", "-e", script]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
