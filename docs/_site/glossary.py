"""A Markdown extension: on each page, the first use of a term of the glossary is a link to its entry.

The entries are read from the page docs/reference/glossary.md:

    Race, race condition { #race }
    :   What it is. Where to read more: [Shared state](../learn/shared-state.md).

A page to which an entry links doesn't link back.
"""

import functools
import posixpath
import re
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .fence import Links
from .pages import DOCS

SOURCE = "reference/glossary.md"
_ENTRY = re.compile(r"(?m)^(?P<terms>\S.*?) \{ #(?P<anchor>[\w-]+) \}\n:   (?P<text>.*(?:\n    .*)*)")
_REFERENCE = re.compile(r"(?:\.|:|,) (?:[Ss]ee|Compare) \[")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
# Elements in which a link would be in the way, or which aren't prose.
_SKIPPED = {"a", "code", "pre", "table", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "script", "style"}
_SKIPPED_CLASSES = {"admonition-title", "highlight"}


@dataclass(frozen=True)
class Entry:
    """A term of the glossary, with all its forms."""

    terms: tuple[str, ...]
    anchor: str
    text: str

    @property
    def plain(self) -> str:
        """The definition, without markup and without the reference to a page."""
        text = _REFERENCE.split(" ".join(self.text.split()))[0].rstrip(".") + "."
        return _LINK.sub(r"\1", text).replace("`", "")

    @functools.cached_property
    def pages(self) -> set[str]:
        """The pages that it links to, by their paths below docs/."""
        base = posixpath.dirname(SOURCE)
        targets = (target.partition("#")[0] for _, target in _LINK.findall(self.text))
        return {posixpath.normpath(posixpath.join(base, target)) for target in targets}


@functools.cache
def entries(text: str) -> list[Entry]:
    """The entries of a glossary."""
    return [Entry(tuple(match["terms"].split(", ")), match["anchor"], match["text"]) for match in _ENTRY.finditer(text)]


@functools.cache
def _pattern(terms: frozenset[str]) -> re.Pattern[str]:
    # The longest first: "event loop" isn't an "event". No parts of compounds: "thread-safe" isn't a "thread".
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile(rf"(?i)(?<![\w.-])({'|'.join(map(re.escape, longest_first))})(?:s|es)?(?![\w-])")


class _Linker:
    """Links the terms in one page's text, each once."""

    def __init__(self, wanted: list[Entry], href: str) -> None:
        self._href = href
        self._entry_of = {term.lower(): entry for entry in wanted for term in entry.terms}
        self._pattern = _pattern(frozenset(self._entry_of))
        self._linked: set[str] = set()

    def link(self, text: str) -> tuple[str, list[Element]]:
        """Split a text into the text before the first link, and the links, each with the text after it."""
        links: list[Element] = []
        before = text
        end = 0
        for match in self._pattern.finditer(text) if self._entry_of else ():
            entry = self._entry_of[match[1].lower()]
            if entry.anchor in self._linked:
                continue
            self._linked.add(entry.anchor)
            link = Element("a", {"class": "term", "href": f"{self._href}#{entry.anchor}", "title": entry.plain})
            link.text = match[0]
            if links:
                links[-1].tail = text[end : match.start()]
            else:
                before = text[: match.start()]
            end = match.end()
            link.tail = text[end:]
            links.append(link)
        return before, links

    def walk(self, element: Element) -> None:
        """Link the terms in an element, in reading order."""
        if element.tag in _SKIPPED or _SKIPPED_CLASSES.intersection(element.get("class", "").split()):
            return
        children = list(element)
        added: list[tuple[int, list[Element]]] = []
        if element.text and not isinstance(element.text, AtomicString):
            element.text, links = self.link(element.text)
            added.append((0, links))
        for place, child in enumerate(children, 1):
            self.walk(child)
            if child.tail:
                child.tail, links = self.link(child.tail)
                added.append((place, links))
        for place, links in reversed(added):
            element[place:place] = links


class _Terms(Treeprocessor):
    def run(self, root: Element) -> None:
        links = Links(self.md)
        # mkdocstrings renders each docstring with the page's extensions.
        is_docstring = "mkdocstrings_headings" in self.md.treeprocessors
        if not links.page or links.page == SOURCE or is_docstring:
            return
        text = (DOCS / SOURCE).read_text(encoding="utf-8")
        wanted = [entry for entry in entries(text) if links.page not in entry.pages]
        _Linker(wanted, links.source(SOURCE)).walk(root)


class GlossaryExtension(Extension):
    """The extension, for `markdown_extensions` in mkdocs.yml."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Link after inline markup has been parsed (20), before the builder resolves links (0)."""
        md.treeprocessors.register(_Terms(md), "glossary", 3)


def makeExtension(**kwargs: Any) -> GlossaryExtension:  # noqa: N802 - Python-Markdown's name
    """The entry point for Python-Markdown."""
    return GlossaryExtension(**kwargs)
