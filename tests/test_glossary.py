"""The glossary: its entries, and the links to it where a page first uses a term."""

import re
from types import SimpleNamespace
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import pytest
from interleave_site import glossary
from interleave_site.pages import DOCS, every_page
from interleave_site.snippet import ROOT
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

ENTRIES = glossary.entries((DOCS / glossary.SOURCE).read_text(encoding="utf-8"))
_TERM = re.compile(r'<a class="term" href="([^"#]*)#([\w-]+)" title="[^"]+">[^<]+</a>')


class _Builder(Treeprocessor):
    """What mkdocs registers to resolve links."""

    def __init__(self, md: Markdown, source: str) -> None:
        super().__init__(md)
        self.file = SimpleNamespace(src_uri=source)

    def run(self, root: Element) -> None:
        """Leave links as they are."""


def _html(text: str, source: str = "howto/testing.md") -> str:
    md = Markdown(extensions=["interleave_site.glossary", "tables"])
    md.treeprocessors.register(_Builder(md, source), "relpath", 0)
    return re.sub(r' title="[^"]*"', "", md.convert(text))


def _link(anchor: str, text: str) -> str:
    return f'<a class="term" href="../reference/glossary.md#{anchor}">{text}</a>'


def test_entries_are_in_order_and_unique() -> None:
    """A reader looks them up by the alphabet."""
    first = [entry.terms[0].casefold() for entry in ENTRIES]
    assert first == sorted(first)
    terms = [term.casefold() for entry in ENTRIES for term in entry.terms]
    assert len(terms) == len(set(terms))
    assert len({entry.anchor for entry in ENTRIES}) == len(ENTRIES) >= 60
    text = (DOCS / glossary.SOURCE).read_text(encoding="utf-8")
    assert text.count("\n:   ") == len(ENTRIES), "an entry is written in another form than the others"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.anchor)
def test_entry_is_short_and_leads_to_a_page(entry: glossary.Entry) -> None:
    """One or two sentences, and a page that exists."""
    assert 1 <= len(re.findall(r"\.(?:\s|$)", entry.text)) <= 2
    assert entry.pages
    assert entry.pages <= {page.source for page in every_page()}
    assert "](" not in entry.plain
    assert entry.plain.endswith(".")
    assert "see " not in entry.plain.lower().rpartition(" ")[0][-12:]


def test_first_use_of_each_term_is_linked() -> None:
    """In its own form, once, the longest term first, in the order of reading."""
    html = _html("Two **coroutine functions** and *a coroutine*, a Coroutine,\na semaphore and semaphores.")
    assert html == (
        f"<p>Two <strong>{_link('coroutine-function', 'coroutine functions')}</strong> and "
        f"<em>a {_link('coroutine', 'coroutine')}</em>, a Coroutine,\n"
        f"a {_link('semaphore', 'semaphore')} and semaphores.</p>"
    )


@pytest.mark.parametrize(
    "text",
    ["# A semaphore", "`semaphore`", "[a semaphore](x.md)", "    semaphore", "| semaphore |\n|---|\n| semaphore |"],
)
def test_no_link_outside_of_prose(text: str) -> None:
    """A heading, code, a link and a table stay as they are; the first use after them is linked."""
    html = _html(f"{text}\n\nA semaphore.")
    assert html.count('class="term"') == 1
    assert html.endswith(f"<p>A {_link('semaphore', 'semaphore')}.</p>")


def test_parts_of_words_are_no_terms() -> None:
    """Nor of names with dots and hyphens."""
    assert "term" not in _html("multithreaded, block-lock, asyncio.Semaphore, racetrack, single-thread")


def test_page_that_explains_a_term_does_not_link_it() -> None:
    """Its link would lead back to the page itself."""
    assert "term" not in _html("A semaphore.", "howto/limit-concurrency.md")
    assert "term" not in _html("A semaphore.", glossary.SOURCE)


@pytest.mark.usefixtures("site")
def test_built_pages_link_each_term_at_most_once() -> None:
    """With links that lead to the glossary."""
    linked = 0
    for page in every_page():
        html = (ROOT / "site" / page.url / "index.html").read_text(encoding="utf-8")
        links = _TERM.findall(html)
        assert len({anchor for _, anchor in links}) == len(links) == html.count('class="term"')
        assert {anchor for _, anchor in links} <= {entry.anchor for entry in ENTRIES}
        assert {urljoin(f"/{page.url}", href) for href, _ in links} <= {"/reference/glossary/"}
        linked += bool(links)
    assert linked > 25
