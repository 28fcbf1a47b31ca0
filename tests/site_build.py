"""Builds the site for the tests that look at it."""

import fcntl
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What a make that runs the tests hands down, and what is meant for it alone.
_OF_MAKE = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")


def build() -> None:
    """Build the site, unless it is up to date. One process builds, and others that come meanwhile wait for it.

    Raises RuntimeError with what the build said.
    """
    (ROOT / ".cache").mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name not in _OF_MAKE}
    with (ROOT / ".cache" / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(["make", "build"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the site could not be built:\n{done.stdout}{done.stderr}")
