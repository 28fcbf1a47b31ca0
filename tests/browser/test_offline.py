"""After one visit, the guide opens, searches and runs its programs without a network."""

import re
from collections.abc import Iterator

import kept
import pytest
from interleave_site import offline
from interleave_site.pages import Page as GuidePage
from live import PAGES, live, parametrize, run
from playground import open_playground
from playground import run as run_source
from playwright.sync_api import Browser, Page, expect
from searching import open_first_result
from server import SITE
from versions import serve_versions

# A page of each kind: threads and processes, aiohttp and sockets, interpreters, modules that a program imports.
SAMPLE = (
    "learn/threads-and-processes.md",
    "learn/network.md",
    "concepts/gil.md",
    "reference/recipes/batcher.md",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some pages; with `--offline`, all that have programs."""
    parametrize(metafunc, SAMPLE, "offline")


@pytest.fixture(scope="module")
def cut_off(browser: Browser) -> Iterator[Page]:
    """The tab of a reader who has visited one page, and whose network is gone since."""
    with serve_versions() as versions:
        context = browser.new_context(base_url=versions.url, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto("learn/what-concurrency-is/")
        kept.wait_for_all(page)
        versions.reachable = False
        yield page
        context.close()


def test_the_samples_are_pages() -> None:
    """None of them has another name by now."""
    assert set(SAMPLE) <= {guide_page.source for guide_page in PAGES}


def test_programs_run_without_a_network(cut_off: Page, guide_page: GuidePage) -> None:
    """They print their transcripts."""
    cut_off.goto(guide_page.url)
    programs = live(guide_page)
    printed = {snippet.name: run(cut_off, snippet) for snippet in programs}
    assert printed == {snippet.name: snippet.transcript for snippet in programs}


def test_search_finds(cut_off: Page) -> None:
    """And its result opens, at the place and with the words marked."""
    cut_off.goto("")
    open_first_result(cut_off, "semaphore", "/howto/limit-concurrency/")
    expect(cut_off).to_have_title(re.compile("^Limit concurrency"))
    cut_off.reload()
    expect(cut_off).to_have_title(re.compile("^Limit concurrency"))


@pytest.mark.parametrize(
    ("address", "becomes"),
    [
        ("concepts/gil", "concepts/gil/"),
        ("concepts/gil?h=lock#the-lock", "concepts/gil/?h=lock#the-lock"),
        ("concepts/gil/index.html", "concepts/gil/index.html"),
        ("concepts/gil/?h=lock", "concepts/gil/?h=lock"),
    ],
)
def test_addresses_mean_what_they_mean_at_a_server(cut_off: Page, address: str, becomes: str) -> None:
    """A folder without its slash, a query, a fragment, a file."""
    before = cut_off.url.partition("/interleave/")[0] + "/interleave/"
    cut_off.goto(before + address)
    assert cut_off.url == before + becomes
    expect(cut_off).to_have_title(re.compile("^The GIL, free threading"))


def test_a_page_that_is_not_kept_says_so(cut_off: Page) -> None:
    """It names those that are."""
    response = cut_off.goto("reference/no-such-page/")
    assert response
    assert response.status == 503
    expect(cut_off.get_by_role("heading")).to_have_text("This page is not kept here")
    cut_off.get_by_role("link", name="learn/tasks/").click()
    expect(cut_off).to_have_title(re.compile("^Tasks"))


def test_the_editor_and_the_examples_open(cut_off: Page) -> None:
    """They are loaded when they are asked for."""
    cut_off.goto("learn/tasks/")
    cut_off.locator("py-snippet").first.get_by_role("button", name="Edit").click()
    expect(cut_off.locator(".cm-content").first).to_be_focused()


def test_nothing_that_nobody_asked_for_where_data_are_saved(browser: Browser) -> None:
    """What was used is kept, and works without a network."""
    with serve_versions() as versions:
        context = browser.new_context(base_url=versions.url)
        context.add_init_script(kept.SAVES_DATA)
        page = context.new_page()
        page.set_default_timeout(60_000)
        open_playground(page)
        kept.control(page)
        page.wait_for_timeout(6_000)  # longer than a page waits before it fetches the rest
        unasked = ("runner/vendor/pyodide", "runner/vendor/wheels", "concepts/", "learn/")
        assert not [path for path in versions.asked if path.startswith(unasked)]
        assert run_source(page, "print('ran')\n")["output"] == "ran\n"
        versions.reachable = False
        open_playground(page)
        assert run_source(page, "print('ran')\n")["output"] == "ran\n"
        expect(page.locator(".cm-content")).to_be_visible()
        page.goto("learn/tasks/")
        expect(page.get_by_role("heading")).to_have_text("This page is not kept here")
        expect(page.get_by_role("listitem")).to_have_text(["playground/"])
        context.close()


def test_a_first_visit_asks_for_nothing_twice(browser: Browser) -> None:
    """What the page has loaded is kept out of the browser's own cache, where that has it."""
    with serve_versions() as versions:
        context = browser.new_context(base_url=versions.url)
        page = context.new_page()
        page.goto("learn/tasks/")
        kept.wait_for_all(page)
        large = [path for path in versions.asked if path.startswith("runner/vendor/")]
        assert len(large) == len(set(large))
        size = sum((SITE / path).stat().st_size for path in offline.Contents.of(SITE))
        assert versions.sent < 1.1 * size
        context.close()
