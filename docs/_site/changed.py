"""Which pages `make serve` builds anew: those whose programs have changed, beside those that have changed themselves.

`mkdocs serve --dirty` compares the Markdown of each page alone. What is made of all pages ("Programs by construct",
links to the glossary) is as it was when the server started, until its own page changes.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .pages import Page, every_page
from .snippet import ROOT

_CONFIGURATION = ROOT / "mkdocs.yml"


def _shown(page: Page) -> Iterator[Path]:
    """The files that a page is made of, beside its own."""
    yield _CONFIGURATION
    for program in page.programs():
        yield from (program.path, program.transcript_path, program.trace_path, *program.local_modules)


def mark(files: Any) -> None:
    """Let mkdocs find each built page older than its Markdown that is older than something that it shows."""
    for page in every_page():
        built = Path(files.get_file_from_path(page.source).abs_dest_path)
        if not built.is_file():
            continue
        at = built.stat().st_mtime
        if any(path.stat().st_mtime > at for path in _shown(page) if path.exists()):
            os.utime(built, (0, 0))
