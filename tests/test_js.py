"""What of the runner's JavaScript is logic alone is tested in Node, without a browser."""

import subprocess

from interleave_site.node import NODE
from interleave_site.snippet import ROOT


def test_javascript() -> None:
    """Every tests/js/*.test.mjs passes."""
    files = sorted(map(str, (ROOT / "tests" / "js").glob("*.test.mjs")))
    result = subprocess.run([NODE, "--test", *files], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
