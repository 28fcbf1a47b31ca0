"""The search: what it searches is loaded when a reader first uses it."""

import re

from page_log import Log
from playwright.sync_api import Locator, Page, Route, expect

POOL = "multiprocessing.Pool: map, imap, apply_async"
DOCUMENTS = "**/search/documents.json"


def _search(page: Page, words: str) -> Locator:
    """Type words; returns the title of the first page that is found."""
    field = page.get_by_role("textbox", name="Search")
    field.fill("")
    field.press_sequentially(words)
    return page.locator(".md-search-result__article h1").first


def test_nothing_is_loaded_before_a_reader_searches(page: Page) -> None:
    """Going to the field loads it, once for all that is searched then."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("learn/tasks/")
    page.wait_for_load_state("networkidle")
    searched = re.compile(r"documents\.json|workers/search")
    assert [url for url in requests if searched.search(url)] == []
    with page.expect_request(DOCUMENTS):
        page.get_by_role("textbox", name="Search").click()
    expect(_search(page, "multiprocessing pool")).to_have_text(POOL)
    expect(_search(page, "semaphore")).to_contain_text("Limit concurrency")
    assert len([url for url in requests if url.endswith(".json") and searched.search(url)]) <= 2


def test_the_last_letter_decides_while_it_is_loading(page: Page) -> None:
    """Each letter is a query. What the first letters find, such as "cache", gives way to what all of them find."""
    page.goto("learn/tasks/")
    expect(_search(page, "cancel a task")).to_contain_text("cancellation")
    expect(page.locator(".md-search-result__article h1", has_text="cache")).to_have_count(0)


def test_the_page_for_missing_addresses_searches(page: Page) -> None:
    """Its addresses begin at the root."""
    page.goto("404.html")
    expect(_search(page, "multiprocessing pool")).to_have_text(POOL)


def test_a_search_that_can_not_be_loaded_says_so(page: Page, log: Log) -> None:
    """And the next one tries again."""
    page.goto("learn/tasks/")
    page.wait_for_load_state("networkidle")
    page.route(DOCUMENTS, lambda route: route.abort())
    expect(_search(page, "multiprocessing pool")).to_have_text("The search can't be loaded")
    page.unroute(DOCUMENTS)
    page.get_by_role("textbox", name="Search").press_sequentially("s")
    expect(page.locator(".md-search-result__article h1").first).to_have_text(POOL)
    log.clear()


def test_a_slow_search_says_that_it_is_loading(page: Page) -> None:
    """Until what it searches is there."""
    held: list[Route] = []
    page.goto("learn/tasks/")
    page.wait_for_load_state("networkidle")
    page.route(DOCUMENTS, lambda route: held.append(route))
    expect(_search(page, "multiprocessing pool")).to_have_text("Loading the search…")
    for route in held:
        route.continue_()
    expect(page.locator(".md-search-result__article h1").first).to_have_text(POOL)


def test_an_address_has_a_search(page: Page) -> None:
    """`?q=` searches, and `?h=` highlights what was found."""
    page.goto("?q=multiprocessing+pool")
    expect(page.locator(".md-search-result__article h1").first).to_have_text(POOL)
    page.goto("learn/processes/pool/?h=multiprocessing+pool")
    expect(page.locator("article mark").first).to_be_visible()
