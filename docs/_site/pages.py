"""The guide's pages: their position in the navigation, and their programs."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from .snippet import ROOT, Snippet

DOCS = ROOT / "docs"
_FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.*?)\n---\n", re.DOTALL)
_CODE = re.compile(r"(?ms)^ *(?P<ticks>`{3,}).*?^ *(?P=ticks)$")
_MARKUP = re.compile(r"<[^>]*>|\{ ?[:#.][^}]*\}|(?<=\])\([^)]*\)")  # tags, attributes, the addresses of links
_TITLE = re.compile(r"(?m)^# (?P<title>.+)$")
FENCE = re.compile(r"(?m)^(?P<ticks>`{3,}) *\{ *\.snippet (?P<keys>[^}]*)\}\n(?P=ticks)$")
_SOURCE = re.compile(r'\bsrc="([^"]+)"')


@dataclass(frozen=True)
class Page:
    """A page of the guide."""

    source: str  # its path below docs/
    part: str  # the title of its part of the navigation, "" for a page beside the parts

    @cached_property
    def text(self) -> str:
        """The page's Markdown, front matter included."""
        return (DOCS / self.source).read_text(encoding="utf-8")

    @property
    def title(self) -> str:
        """The page's own heading."""
        match = _TITLE.search(self.body)
        return match["title"] if match else self.source

    @property
    def description(self) -> str:
        """The page's description, a sentence or two."""
        return str(self._fields.get("description", ""))

    @property
    def explains(self) -> list[str]:
        """The constructs that the page explains (`explains` in its front matter), in the forms of constructs.used.

        A method of an object is written `Task.cancel`.
        """
        return [str(name) for name in self._fields.get("explains", [])]

    @cached_property
    def _fields(self) -> dict[str, Any]:
        match = _FRONT_MATTER.match(self.text)
        return (yaml.safe_load(match["fields"]) if match else None) or {}

    @property
    def body(self) -> str:
        """The page's Markdown without front matter."""
        return _FRONT_MATTER.sub("", self.text)

    @property
    def words(self) -> int:
        """The number of words in headings, text and tables, without programs and addresses."""
        prose = _MARKUP.sub("", _CODE.sub("", self.body))
        return sum(any(map(str.isalnum, word)) for word in prose.split())

    @property
    def url(self) -> str:
        """The page's address, relative to the site's."""
        stem = self.source.removesuffix(".md")
        return stem.removesuffix("index") if stem.endswith("index") else f"{stem}/"

    def programs(self) -> Iterator[Snippet]:
        """The programs of the page, in order."""
        for fence in FENCE.finditer(self.text):
            if match := _SOURCE.search(fence["keys"]):
                yield Snippet.find(match[1])


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
    """Reads mkdocs.yml with mkdocs's own tags."""


def _environment(loader: Any, node: Any) -> str:
    *names, default = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if name in os.environ), default)


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda loader, suffix, node: suffix)


def configuration() -> dict[str, object]:
    """mkdocs.yml, with its environment variables."""
    loaded: dict[str, object] = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)
    return loaded


def every_page() -> list[Page]:
    """All pages, in the order of the navigation."""
    return list(_walk(configuration()["nav"], ""))


def _walk(entry: object, part: str) -> Iterator[Page]:
    if isinstance(entry, str):
        yield Page(entry, part)
    elif isinstance(entry, dict):
        for title, child in entry.items():
            yield from _walk(child, part if isinstance(child, str) else str(title))
    elif isinstance(entry, list):
        for child in entry:
            yield from _walk(child, part)
