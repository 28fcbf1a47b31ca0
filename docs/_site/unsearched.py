"""A Markdown extension: excludes blocks of code from the search.

A page is found by its text and its programs' titles. Code made up most of the index, which every reader loads.
Material's search plugin excludes elements with the attribute, and removes the attribute.
"""

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

UNSEARCHED = 'data-search-exclude="true"'
# The expression relies on < being escaped in attributes.
# It includes the table around line numbers: the plugin takes the end of a <div> in it for the end of the outer one.
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
    """The entry point for Python-Markdown."""
    return UnsearchedExtension(**kwargs)
