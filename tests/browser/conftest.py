"""The built site, served under a sub-path, and a Chromium to look at it with."""

from collections.abc import Iterator

import chromium
import pytest
from page_log import Log
from playwright.sync_api import Browser, Page, sync_playwright
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


@pytest.fixture
def page(browser: Browser, site_url: str, log: Log) -> Iterator[Page]:
    """A page of its own context. The test fails if it asks another host or has an error."""
    # Servers of tests have certificates that nobody knows.
    context = browser.new_context(base_url=site_url, viewport={"width": 1280, "height": 900}, ignore_https_errors=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    log.watch(page)
    yield page
    context.close()
    assert not log.foreign(site_url), f"requests to other places: {log.foreign(site_url)}"
    assert not log.errors, f"errors on the page: {log.errors}"
