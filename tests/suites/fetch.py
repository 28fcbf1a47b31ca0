"""What running the libraries' own tests takes, in `.cache/suites`: source distributions and packages.

Versions of the libraries, and of all that ships, are those of requirements/tab.txt, with its hashes. What else tests
need is taken as it is on the day of the run.
"""

import hashlib
import os
import platform
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path

from interleave_site import wheels
from interleave_site.snippet import ROOT
from interleave_site.vendor import TARGET
from suites.known import SUITES

FOLDER = ROOT / ".cache" / "suites"
_LOCKED = ROOT / "requirements" / "tab.txt"
# What pip is told of this machine, whose CPython 3.14 may have no pip of its own.
_LINUX = [f"manylinux_2_{version}_{platform.machine()}" for version in (17, 28, 34)]
_MACHINE = [
    "--only-binary=:all:", "--python-version", "3.14", "--implementation", "cp", "--abi", "cp314", "--abi", "abi3",
    "--abi", "none", *(part for name in _LINUX for part in ("--platform", name)),
]  # fmt: skip
_PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


def _pip(*arguments: object) -> None:
    subprocess.run([*_PIP, *map(str, arguments)], check=True)


def source(name: str) -> Path:
    """The unpacked source distribution of a library, of the version that ships."""
    version = wheels.index()[name]["version"]
    folder: Path = FOLDER / f"{name}-{version}"
    if not folder.exists():
        _pip("download", "--no-deps", "--no-binary", name, "--dest", FOLDER, f"{name}=={version}")
        with tarfile.open(FOLDER / f"{name}-{version}.tar.gz") as archive:
            archive.extractall(FOLDER, filter="data")
    return folder


def beside(name: str) -> Path:
    """A folder with the packages that come with a library's tests."""
    wanted, plain = SUITES[name].beside, SUITES[name].plain
    folder: Path = FOLDER / f"beside-{name}-{_digest([*wanted, *plain])}"
    if not folder.exists():
        folder.mkdir(parents=True)
        if wanted:
            _pip("install", "--no-deps", *TARGET, "--target", folder, *wanted)
        if plain:
            _pip("install", "--no-deps", *(f"--no-binary={each}" for each in plain), "--target", folder, *plain)
            for compiled in folder.rglob("*.so"):
                compiled.unlink()
    return folder


def packages() -> Path:
    """A folder with all packages of the tab for CPython 3.14 on this machine, and what the tests of all suites need."""
    others = sorted({each for suite in SUITES.values() for each in [*suite.beside, *suite.plain, *suite.machine]})
    folder: Path = FOLDER / f"machine-{_digest([_LOCKED.read_text(encoding='utf-8'), *others])}"
    if not (folder / "ready").exists():
        _pip("install", "--no-deps", "--require-hashes", *_MACHINE, "--target", folder, "-r", _LOCKED)
        # Where these require something of the former, it is there once more, and later.
        _pip("install", *_MACHINE, "--target", folder / "others", *others)
        (folder / "ready").touch()
    return folder


def environment() -> dict[str, str]:
    """Of a machine's CPython that has the packages."""
    folder = packages()
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{folder / 'others'}"}


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
