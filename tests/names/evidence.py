"""Runs the programs of `names/programs/`, on CPython and in the tab, and says of each name what came of it."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# The first one, `constants`, says which names there are; the others what they do.
PROGRAMS = sorted((HERE / "programs").glob("*.py"))
NOBODY = 65534
IMPORT = "from prelude import"

# By name: what came of it ("gave", "raised", "constant", "callable" or "absent"), and what it gave or said.
Evidence = dict[str, tuple[str, str]]


def source(program: Path) -> str:
    """A program as one file."""
    text = program.read_text(encoding="utf-8")
    if IMPORT not in text:
        return text
    prelude = (HERE / "prelude.py").read_text(encoding="utf-8")
    # Some import a name of it within a function.
    body = re.sub(rf"^(\s*){IMPORT}.*$", r"\1pass", text, flags=re.MULTILINE)
    return f"{prelude}\n\n{body}"


def read(printed: str) -> Evidence:
    """What a program printed. Raises ValueError if that is something else than evidence."""
    found: Evidence = {}
    for line in printed.splitlines():
        if not line.startswith("["):
            continue
        name, outcome, text = json.loads(line)
        found[name] = (outcome, text)
    return found


def on_cpython(python: Path, program: Path) -> Evidence:
    """What it prints on a CPython of this machine, as an ordinary user. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, program.name)
        path.write_text(source(program), encoding="utf-8")
        options: dict[str, Any] = {}
        if os.geteuid() == 0:
            Path(directory).chmod(0o777)
            options = {"user": NOBODY, "group": NOBODY, "extra_groups": [], "env": os.environ | {"HOME": directory}}
        command = [python, path]
        done = subprocess.run(
            command, cwd=directory, check=True, capture_output=True, text=True, timeout=120, **options
        )
    return read(done.stdout)
