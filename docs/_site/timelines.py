"""Timelines: drawings of recorded runs, made from the traces beside the programs when the site is built.

One Node process draws all of them, with the modules that draw them in a page (docs/runner/timeline/). The result is
kept in `.cache`, by a digest of everything that it depends on.
"""

import hashlib
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .node import NODE
from .snippet import ROOT, SNIPPETS, Snippet, SnippetError
from .unsearched import UNSEARCHED

_DRAW = Path(__file__).with_name("draw.mjs")
_MODULES = ROOT / "docs" / "runner" / "timeline"
_KEPT = ROOT / ".cache" / "timelines.json"
_ID = "TIMELINE-ID"  # a placeholder: ids depend on the page
CHOICES = ("open", "closed", "none")
# A drawing up to this size is open from the start; pixels.
_WIDTH, _HEIGHT = 1200, 300


class Still(NamedTuple):
    """A drawing, and its size in pixels."""

    html: str
    lanes: int
    width: int
    height: int


def rendered(snippet: Snippet, anchor: str, choice: str | None) -> str:
    """The timeline of a program that has a trace, as HTML.

    Args:
        snippet: The program.
        anchor: Its id on the page.
        choice: One of CHOICES; None: open unless it is large.

    Raises SnippetError if the choice is unknown, or requests a drawing although there is no trace.
    """
    if choice is not None and choice not in CHOICES:
        raise SnippetError(f"timeline={choice!r} is none of {', '.join(CHOICES)}")
    still = _drawn(_state()).get(snippet.name)
    if choice == "none" or still is None:
        if choice in ("open", "closed"):
            raise SnippetError(
                f"snippets/{snippet.name} has no trace, from which a timeline is drawn. Leave timeline out"
            )
        return ""
    is_open = choice == "open" or (choice is None and still.width <= _WIDTH and still.height <= _HEIGHT)
    html = still.html.replace(_ID, f"{anchor}-timeline")
    return f'<section class="timeline" {UNSEARCHED}><details{" open" if is_open else ""}>{html}</details></section>'


def _inputs() -> list[Path]:
    traces = sorted(SNIPPETS.rglob("*.trace.jsonl"))
    return [*traces, *(Snippet.of_trace(path).path for path in traces)]


# The digest at the beginning of the build: computing it for each program would read all files each time.
_noted: list[str] = []


def note() -> None:
    """Compute the digest of a build; `mkdocs serve` builds many times."""
    _noted[:] = [_digest()]


def _state() -> str:
    return _noted[0] if _noted else _digest()


def _digest() -> str:
    """A digest of everything that drawings depend on, by the modification time of each file."""
    files = [_DRAW, *sorted(_MODULES.glob("*.js")), *_inputs()]
    stamps = [(path.relative_to(ROOT).as_posix(), path.stat().st_mtime_ns) for path in files if path.exists()]
    return hashlib.sha256(json.dumps(stamps).encode()).hexdigest()


@cache
def _drawn(digest: str) -> dict[str, Still]:
    """All drawings, by the program's name."""
    if _KEPT.exists():
        kept = json.loads(_KEPT.read_text(encoding="utf-8"))
        if kept["digest"] == digest:
            return {name: Still(**still) for name, still in kept["drawn"].items()}
    snippets = [Snippet.of_trace(path) for path in sorted(SNIPPETS.rglob("*.trace.jsonl"))]
    programs = [
        {"name": each.name, "title": each.title, "source": each.source, "trace": each.trace, "id": _ID}
        for each in snippets
    ]
    result = subprocess.run([NODE, str(_DRAW)], input=json.dumps(programs), capture_output=True, text=True, check=False)
    if result.returncode:
        raise SnippetError(f"docs/_site/draw.mjs failed: {result.stderr}")
    drawn = json.loads(result.stdout)
    _KEPT.parent.mkdir(exist_ok=True)
    _KEPT.write_text(json.dumps({"digest": digest, "drawn": drawn}), encoding="utf-8")
    return {name: Still(**still) for name, still in drawn.items()}
