"""Building the site: pages that show programs of the guide, against the same pages of plain Material.

Both leave the other folders out of each page's navigation. With the whole of it on each page, Material takes seven
times as long for a page of 3,500 as for one of 350.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from interleave_site.snippet import ROOT, Snippet, every_snippet

from .figures import Figure

COUNTS = (35, 350, 3_500)
PROGRAMS_ON_A_PAGE = 2
PAGES_IN_A_FOLDER = 35
_PLAIN = """\
site_name: Plain
docs_dir: docs
theme: {name: material, font: false, features: [navigation.prune]}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.details
  - pymdownx.highlight: {line_spans: __span, pygments_lang_class: true}
  - pymdownx.inlinehilite
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
plugins: [search]
"""
_TEXT = """\
A task is a coroutine that the event loop runs beside others. While one waits, another runs, and both use one thread.
This is page {number} of many: it says what its programs print, and why.

| what | how long |
|---|---|
| one wait | a second |
| two waits together | a second |

!!! note
    What is awaited may raise. `asyncio.gather` passes on the first exception.

## What the program shows {number}
"""


def _ours(snippet: Snippet) -> str:
    return f'``` {{ .snippet src="{snippet.name}" }}\n```\n'


def _plain(snippet: Snippet) -> str:
    return f"```` python\n{snippet.source}````\n\n```` text\n{snippet.transcript or ''}````\n"


def _write(docs: Path, count: int, fenced: bool) -> None:
    """Pages in folders, with their programs."""
    programs = cycle(every_snippet())
    for number in range(count):
        folder = docs / f"part{number // PAGES_IN_A_FOLDER}"
        folder.mkdir(parents=True, exist_ok=True)
        shown = [(_ours if fenced else _plain)(snippet) for snippet in islice(programs, PROGRAMS_ON_A_PAGE)]
        text = "\n".join([f"# Page {number}", _TEXT.format(number=number), *shown])
        (folder / f"page{number}.md").write_text(text, encoding="utf-8")
    (docs / "index.md").write_text("# Start\n", encoding="utf-8")


def project(directory: Path, count: int, fenced: bool) -> None:
    """A site of generated pages: with this site's own set-up, or with plain Material's."""
    docs = directory / "docs"
    _write(docs, count, fenced)
    if not fenced:
        (directory / "mkdocs.yml").write_text(_PLAIN, encoding="utf-8")
        return
    ignored = shutil.ignore_patterns("vendor", "__pycache__")
    shutil.copytree(ROOT / "docs" / "runner", docs / "runner", ignore=ignored)
    for path in (*(ROOT / "docs").glob("*.css"), *(ROOT / "docs").glob("*.js")):
        shutil.copy(path, docs)
    (docs / "reference").mkdir()
    shutil.copy(ROOT / "docs" / "reference" / "glossary.md", docs / "reference")
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^nav:.*?(?=^theme:)", "", text)
    text = re.sub(r"(?m)^validation:\n(?:  .*\n)*", "", text)
    text = (
        text.replace("watch: [snippets]", "")
        .replace("  features:\n", "  features:\n    - navigation.prune\n")
        .replace("strict: true", "")
        .replace("docs/_site/hooks.py", str(ROOT / "docs" / "_site" / "hooks.py"))
    )
    (directory / "mkdocs.yml").write_text(text, encoding="utf-8")


def build(directory: Path) -> float:
    """The seconds that a build takes."""
    started = time.perf_counter()
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--quiet"]
    done = subprocess.run(
        command, cwd=directory, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - started


def measure() -> list[Figure]:
    """The figures: each size against plain Material, and each against what a page of the smallest site takes."""
    rows: list[Figure] = []
    by_page: float | None = None
    for count in COUNTS:
        times: dict[bool, list[float]] = {True: [], False: []}
        with tempfile.TemporaryDirectory() as root:
            for fenced in times:
                project(Path(root) / str(fenced), count, fenced)
            for _ in range(3 if count < COUNTS[-1] else 1):
                for fenced, measured in times.items():
                    print(f"build: {count} pages, {'this site' if fenced else 'plain'}", file=sys.stderr)
                    measured.append(build(Path(root) / str(fenced)))
        ours = Figure(f"{count:,} pages", times[True], "s", times[False], "plain Material", 1.2)
        rows.append(ours)
        if by_page is None:
            by_page = ours.median / count
        else:
            expected = [by_page * count]
            rows.append(Figure(f"{count:,} pages", times[True], "s", expected, f"as many times {COUNTS[0]} pages", 1.1))
    return rows
