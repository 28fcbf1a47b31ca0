"""Which pages `make serve` builds again: those whose Markdown has changed, or something that they show.

`mkdocs serve --dirty` compares the Markdown of each page alone. What is made of all pages ("Programs by construct",
links to the glossary) is as it was when the server started, until its own page changes.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .goals import FILE as GOALS
from .pages import DOCS, Page
from .snippet import ROOT, SNIPPETS, SnippetError

_CONFIGURATION = ROOT / "mkdocs.yml"
# A module whose documentation mkdocstrings puts into a page.
_DOCUMENTED = re.compile(r"(?m)^::: ([\w.]+)$")
# When each file that a built page shows was changed, in nanoseconds; None for one that isn't there. By the page's path.
_State = dict[Path, int | None]
_built: dict[str, _State] = {}


def _shown(page: Page) -> Iterator[Path]:
    """The files that a page is made of. One that isn't there counts, too: it may come."""
    yield _CONFIGURATION
    yield DOCS / page.source
    for name in _DOCUMENTED.findall(page.text):
        yield (SNIPPETS / name.replace(".", "/")).with_suffix(".py")
    try:
        for program in page.programs():
            yield from (program.path, program.transcript_path, program.trace_path, program.path.with_name(GOALS))
            yield from program.local_modules
    except SnippetError:
        pass  # the page's fence says it, with the page's name


def _state(page: Page) -> _State:
    return {path: path.stat().st_mtime_ns if path.exists() else None for path in _shown(page)}


def mark(files: Any) -> None:
    """Let mkdocs find each built page older than its Markdown that shows something else than when it was built."""
    for file in files.documentation_pages():
        state = _state(Page(file.src_uri, ""))
        before = _built.get(file.src_uri)
        _built[file.src_uri] = state
        built = Path(file.abs_dest_path)
        if before not in (None, state) and built.is_file():
            os.utime(built, (0, 0))  # also if this build fails: the next one still has to build the page
