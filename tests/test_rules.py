"""What the page "Twelve mistakes" says of linters is true: each rule that it names reports the failing program.

The page is the one place where the rules stand: in the line "Caught by" of each section.
"""

import functools
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from interleave_site.snippet import ROOT, Snippet

PAGE = ROOT / "docs" / "troubleshooting" / "twelve-mistakes.md"
_PROGRAM = re.compile(r'^`{3,} *\{ *\.snippet [^}]*src="([^"]+)"', re.MULTILINE)
_RULE = re.compile(r"(ruff|flake8-async|mypy)\s+\[`([\w-]+)`\]")
_NONE = re.compile(r"no\s+rule\s+of\s+ruff\s+or\s+flake8-async")


@dataclass(frozen=True)
class Mistake:
    """A section of the page."""

    title: str
    failing: Snippet
    fixed: Snippet
    caught_by: str

    @property
    def rules(self) -> list[tuple[str, str]]:
        """Tool and code of each rule that is said to report it."""
        return _RULE.findall(self.caught_by)


def _mistakes() -> list[Mistake]:
    found = []
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, text = section.partition("\n")
        if not re.match(r"\d+\. ", title):
            continue
        failing, fixed = _PROGRAM.findall(text)
        (caught_by,) = re.findall(r"^\*\*Caught by\*\*:((?:.+\n)+)", text, re.MULTILINE)
        found.append(Mistake(title.partition(" {")[0], Snippet.find(failing), Snippet.find(fixed), caught_by))
    return found


MISTAKES = _mistakes()
RULES = [(mistake, tool, code) for mistake in MISTAKES for tool, code in mistake.rules]


def _output(*command: str | Path) -> str:
    # Linters end with 1 if they report something.
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


PROGRAMS = sorted(snippet.path for mistake in MISTAKES for snippet in (mistake.failing, mistake.fixed))


@functools.cache
def _reported(tool: str) -> set[tuple[Path, str]]:
    """What all rules of a tool report in all programs: path and code. Each tool is started once."""
    if tool == "ruff":
        options = ["--isolated", "--no-cache", "--preview", "--line-length=120", "--target-version=py311"]
        found = json.loads(_output("ruff", "check", *options, "--output-format=json", "--select=ALL", *PROGRAMS))
        return {(Path(entry["filename"]), entry["code"]) for entry in found}
    if tool == "flake8-async":
        printed = _output("flake8_async", "--asyncio", "--enable=ASYNC", *PROGRAMS)
        lines = re.findall(r"^([^:]+):\d+:\d+: (ASYNC\d+)", printed, re.MULTILINE)
    else:
        options = ["--config-file=", "--strict", "--cache-dir=.cache/mypy-rules", "--no-error-summary"]
        codes = [f"--enable-error-code={code}" for _, named, code in RULES if named == tool]
        lines = re.findall(r"^([^:]+):\d+: .*\[([\w-]+)\]$", _output("mypy", *options, *codes, *PROGRAMS), re.MULTILINE)
    return {(ROOT / path, code) for path, code in lines}


def _codes(tool: str, snippet: Snippet) -> set[str]:
    return {code for path, code in _reported(tool) if path == snippet.path}


def test_there_are_twelve() -> None:
    """Numbered in order, each with a program that fails and one that doesn't."""
    assert [int(mistake.title.partition(".")[0]) for mistake in MISTAKES] == list(range(1, 13))
    assert all(mistake.fixed.path.stem == f"{mistake.failing.path.stem}_fixed" for mistake in MISTAKES)


@pytest.mark.parametrize(
    ("mistake", "tool", "code"), RULES, ids=[f"{m.failing.path.stem}-{tool}-{code}" for m, tool, code in RULES]
)
def test_rule_reports_the_mistake(mistake: Mistake, tool: str, code: str) -> None:
    """The failing program, and not the fixed one."""
    assert code in _codes(tool, mistake.failing)
    assert code not in _codes(tool, mistake.fixed)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.failing.path.stem)
def test_where_no_rule_is_named_there_is_none(mistake: Mistake) -> None:
    """All rules together find nothing in the failing program that they don't find in the fixed one."""
    linted = {tool for tool, _ in mistake.rules} & {"ruff", "flake8-async"}
    assert bool(linted) != bool(_NONE.search(mistake.caught_by)), "name a rule, or say that there is none"
    if not linted:
        for tool in ("ruff", "flake8-async"):
            assert _codes(tool, mistake.failing) <= _codes(tool, mistake.fixed)
