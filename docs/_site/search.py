"""Lets the site's search load what it searches when a reader first uses it.

Material loads the index of its search with each page. Here that index has no documents: they lie beside it, and the
worker that pages start (docs/search/worker.js) loads them and Material's own worker.
"""

import json
import re
from pathlib import Path

_INDEX = "search/search_index.json"
_DOCUMENTS = "search/documents.json"
# What comes before the site's own part of the worker's address, in a page's configuration.
_BEFORE_WORKER = re.compile(r'(?<="search": ")([^"]*)(?=assets/)')


def start_later(output: str) -> str:
    """A page which starts our worker, whose address says where Material's is."""
    return _BEFORE_WORKER.sub(r"\1search/worker.js#", output)


def split(site: Path) -> None:
    """Move the documents of a site's index, if it has one, to a file of their own."""
    index = site / _INDEX
    if not index.exists():
        return
    whole = json.loads(index.read_text(encoding="utf-8"))
    (site / _DOCUMENTS).write_text(json.dumps(whole["docs"], separators=(",", ":")), encoding="utf-8")
    index.write_text(json.dumps({**whole, "docs": []}, separators=(",", ":")), encoding="utf-8")
