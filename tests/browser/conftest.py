"""The built site, served under a sub-path, and a Chromium to look at it with."""

from collections.abc import Iterator

import chromium
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
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


class Log:
    """What a page asked for and complained of."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page, its workers' requests included."""
        page.context.on("request", self._request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)


@pytest.fixture
def log() -> Log:
    """The log of this test's page."""
    return Log()


@pytest.fixture
def page(browser: Browser, site_url: str, log: Log) -> Iterator[Page]:
    """A page of its own context. The test fails if it asks another host or has an error."""
    context = browser.new_context(base_url=site_url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    log.watch(page)
    yield page
    context.close()
    foreign = [url for url in log.requests if not url.startswith((site_url, "blob:", "data:"))]
    assert not foreign, f"requests to other places: {foreign}"
    assert not log.errors, f"errors on the page: {log.errors}"
