"""Every live program runs in Chromium, through the built page's own Run button, and prints its transcript.

They run by the instant clock: what is true on every machine is true on one that computes in no time.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from interleave_site.pages import Page as GuidePage
from interleave_site.snippet import every_snippet
from live import PAGES, live, run
from playwright.sync_api import Page


@pytest.mark.parametrize("guide_page", PAGES, ids=lambda guide_page: guide_page.source)
def test_programs_print_their_transcripts(guide_page: GuidePage, visit: Callable[[str], Page]) -> None:
    """The same bytes print the same in the tab as on CPython, one program of the page after the other."""
    page = visit(guide_page.url)
    programs = live(guide_page)
    printed = {snippet.name: run(page, snippet) for snippet in programs}
    assert printed == {snippet.name: snippet.transcript for snippet in programs}


def test_every_live_program_is_run() -> None:
    """A page shows each of them."""
    run_here = {snippet.name for guide_page in PAGES for snippet in live(guide_page)}
    assert run_here == {snippet.name for snippet in every_snippet() if not snippet.needs}


def test_source_is_the_file(page: Page) -> None:
    """What runs is the file to the byte, also where the page shows a part of it."""
    snippet = live(PAGES[0])[0]
    page.goto(PAGES[0].url)
    source = page.locator(f'py-snippet[data-snippet$="snippets/{snippet.name}"]').first.evaluate("s => s.source")
    assert source == Path(snippet.path).read_text(encoding="utf-8")
