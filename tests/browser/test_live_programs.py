"""Every live program runs in Chromium, through the built page's own Run button, and prints its transcript."""

import re
from pathlib import Path

import pytest
import transcript
from interleave_site.snippet import ROOT, Snippet, every_snippet
from playwright.sync_api import Page

LIVE = [snippet for snippet in every_snippet() if not snippet.needs]

_LISTEN = """
snippet => {
  window.chunks = [];
  snippet.addEventListener("output", ({detail}) => window.chunks.push([detail.stream, detail.text]));
  window.finished = new Promise(resolve => snippet.addEventListener("finished", ({detail}) => resolve(detail)));
}
"""


def page_of(snippet: Snippet) -> str:
    """The address of the page that shows a program."""
    for path in sorted((ROOT / "docs").rglob("*.md")):
        if f'src="{snippet.name}"' in path.read_text(encoding="utf-8"):
            name = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
            return "" if name == "index" else re.sub(r"index$", "", name) + "/" * (not name.endswith("index"))
    raise LookupError(f"no page shows {snippet.name}")


@pytest.mark.parametrize("snippet", LIVE, ids=lambda snippet: snippet.name)
def test_prints_its_transcript(snippet: Snippet, page: Page) -> None:
    """The same bytes print the same in the tab as on CPython."""
    page.goto(page_of(snippet))
    element = page.locator(f'py-snippet[data-snippet$="snippets/{snippet.name}"]').first
    element.locator(".snippet-toolbar").wait_for()
    element.evaluate(_LISTEN)
    element.get_by_role("button", name="Run").click()
    result = page.evaluate("finished")
    chunks = page.evaluate("chunks")
    assert transcript.render(chunks, result["exitCode"]) == snippet.transcript
    assert result["status"] == ("error" if result["exitCode"] else "ok")


def test_source_is_the_file(page: Page) -> None:
    """What runs is the file to the byte, also where the page shows a part of it."""
    snippet = LIVE[0]
    page.goto(page_of(snippet))
    source = page.locator(f'py-snippet[data-snippet$="snippets/{snippet.name}"]').first.evaluate("s => s.source")
    assert source == Path(snippet.path).read_text(encoding="utf-8")
