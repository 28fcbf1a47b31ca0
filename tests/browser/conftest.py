"""The built site, served under a sub-path, and a Chromium to look at it with."""

from collections.abc import Iterator

import chromium
import pytest
from page_log import Log
from playground import open_playground
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from server import serve


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Where the built site is served."""
    with serve() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium.find()
    assert path, "no Chromium: make test installs one or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def log() -> Log:
    """The log of this test's page."""
    return Log()


def _context(browser: Browser, site_url: str) -> BrowserContext:
    # Servers of tests have certificates that nobody knows.
    return browser.new_context(base_url=site_url, viewport={"width": 1280, "height": 900}, ignore_https_errors=True)


def _check(log: Log, site_url: str) -> None:
    assert not log.foreign(site_url), f"requests to other places: {log.foreign(site_url)}"
    assert not log.errors, f"errors on the page: {log.errors}"


@pytest.fixture
def page(browser: Browser, site_url: str, log: Log) -> Iterator[Page]:
    """A page of its own context. The test fails if it asks another host or has an error."""
    context = _context(browser, site_url)
    page = context.new_page()
    page.set_default_timeout(60_000)
    log.watch(page)
    yield page
    context.close()
    _check(log, site_url)


@pytest.fixture
def playground(page: Page) -> Page:
    """The playground, ready, on a page of its own."""
    open_playground(page)
    return page


@pytest.fixture(scope="module")
def warm(browser: Browser, site_url: str) -> Iterator[tuple[Page, Log]]:
    """A playground for all tests of a module, in which Python starts from its image after the first program."""
    context = _context(browser, site_url)
    page = context.new_page()
    page.set_default_timeout(60_000)
    log = Log()
    log.watch(page)
    open_playground(page)
    yield page, log
    context.close()


@pytest.fixture
def warm_playground(warm: tuple[Page, Log], site_url: str) -> Iterator[Page]:
    """The module's playground, where no program runs. The test fails if it asks another host or has an error."""
    page, log = warm
    yield page
    page.evaluate("document.querySelector('py-snippet').stop()")
    try:
        _check(log, site_url)
    finally:
        log.errors.clear()
        log.requests.clear()
