"""A Markdown extension: blocks of code are left out of the search.

A page is found by its words and its programs' titles. Code was most of the index, which every reader loads.
Material's search plugin leaves out what has the attribute, and takes the attribute away.
"""

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

UNSEARCHED = 'data-search-exclude="true"'
# In attributes, < is written &lt;.
# The table around line numbers as well: the plugin takes the end of a <div> in it for the end of the outer one.
_CODE = re.compile(r'<(div|table) (?=class="(?:[^"]* )?highlight(?:table)?(?: [^"]*)?")')


class _Code(Postprocessor):
    def run(self, text: str) -> str:
        return _CODE.sub(rf"<\1 {UNSEARCHED} ", text)


class UnsearchedExtension(Extension):
    """The extension, for `markdown_extensions` in mkdocs.yml."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Mark blocks when raw HTML, such as programs and mkdocstrings' sources, is back in the text (30)."""
        md.postprocessors.register(_Code(md), "unsearched", 5)


def makeExtension(**kwargs: Any) -> UnsearchedExtension:  # noqa: N802 - Python-Markdown's name
    """What Python-Markdown calls."""
    return UnsearchedExtension(**kwargs)
