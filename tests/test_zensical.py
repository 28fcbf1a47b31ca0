"""The same mkdocs.yml builds with zensical, the successor of mkdocs-material, which ignores what it doesn't know."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from interleave_site.snippet import ROOT


def _count(site: Path, what: str) -> int:
    return sum(path.read_text(encoding="utf-8").count(what) for path in site.rglob("*.html"))


@pytest.mark.long
@pytest.mark.usefixtures("site")
def test_zensical_shows_as_many_programs(tmp_path: Path) -> None:
    """Every program that mkdocs shows, and every link to the glossary."""
    ignore = shutil.ignore_patterns("vendor")
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=ignore, symlinks=True)
    shutil.copytree(ROOT / "snippets", tmp_path / "snippets")
    shutil.copyfile(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    zensical = Path(sys.executable).with_name("zensical")
    result = subprocess.run([zensical, "build"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    for what in ("<py-snippet", '<a class="term"'):
        expected = _count(ROOT / "site", what)
        assert expected > 0
        assert _count(tmp_path / "site", what) == expected, result.stdout + result.stderr
