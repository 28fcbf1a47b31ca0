"""A recipe is a file or a few to copy: it imports alone on the oldest Python, and type checkers find nothing in it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from interleave_site.node import NODE
from interleave_site.snippet import ROOT, SNIPPETS
from native import interpreters

PROGRAMS = {path.stem for path in (SNIPPETS / "recipes").glob("*.out")}
BESIDE = {"fuzz_schedules": ["schedules", "virtual_time"]}  # which others a recipe needs
MODULES = sorted(path for path in (SNIPPETS / "recipes").glob("*.py") if path.stem not in PROGRAMS)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_it_imports_alone_on_the_oldest_python(module: Path, tmp_path: Path) -> None:
    """CPython 3.11, where the machine has it; no package, and nothing beside it but the recipes that its page names."""
    for name in [module.stem, *BESIDE.get(module.stem, [])]:
        (tmp_path / f"{name}.py").write_bytes(module.with_name(f"{name}.py").read_bytes())
    python = interpreters().get((3, 11), Path(sys.executable))
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import {module.stem}"
    subprocess.run([python, "-I", "-S", "-W", "error", "-c", code], check=True)


def test_pyright_finds_nothing(tmp_path: Path) -> None:
    """In its strict mode, for Python 3.11. mypy --strict is part of `make lint`."""
    for module in MODULES:
        (tmp_path / module.name).write_bytes(module.read_bytes())
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    pyright = ROOT / "node_modules" / "pyright" / "index.js"
    command = [NODE, str(pyright), "--project", str(tmp_path), "--pythonpath", sys.executable]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"NO_COLOR": "1"})
    assert result.returncode == 0, result.stdout + result.stderr
