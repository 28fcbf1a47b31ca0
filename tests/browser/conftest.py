"""The built site, served under a sub-path, and a Chromium to open it in.

Python starts slowly in a tab the first time. A test that uses `page` has its own tab, in which everything happens for
the first time; tests that use `visit`, `playground` or `warm_playground` share a tab with the others of their worker.
"""

from collections.abc import Callable, Generator, Iterator

import chromium
import pytest
from page_log import Log
from playground import PLAYGROUND
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from server import serve
from shared_tab import SharedTab
from versions import Versions, serve_versions

# An expectation may need a boot first, on a busy machine: the default of five seconds is too short.
expect.set_options(timeout=60_000)
_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests have failed: a shared tab is not reused after a failure."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session", autouse=True)
def built(site: None) -> None:
    """All of these tests use the built site."""


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """The address of the served site."""
    with serve() as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, which drives the browsers."""
    with sync_playwright() as playwright:
        yield playwright


def _launch(playwright: Playwright) -> Browser:
    path = chromium.find()
    assert path, "no Chromium: make test installs one or says how"
    return playwright.chromium.launch(executable_path=path, args=chromium.TEST_FLAGS)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium."""
    browser = _launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def own_browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium whose processes belong to this test alone."""
    browser = _launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def log(request: pytest.FixtureRequest) -> Log:
    """The log of this test's page."""
    if "shared_tab" in request.fixturenames:
        return request.getfixturevalue("shared_tab").log  # type: ignore[no-any-return]
    return Log()


def _page(browser: Browser, site_url: str, log: Log) -> Iterator[Page]:
    # Servers of tests have certificates that nobody knows. Each such page is a first visit, which would fetch the whole
    # guide after some seconds; what a service worker does is for test_offline.py to find out.
    context = browser.new_context(
        base_url=site_url, viewport={"width": 1280, "height": 900}, ignore_https_errors=True, service_workers="block"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    log.watch(page)
    yield page
    context.close()
    log.check(site_url)


@pytest.fixture
def page(browser: Browser, site_url: str, log: Log) -> Iterator[Page]:
    """A page of its own context. The test fails if it asks another host or has an error."""
    yield from _page(browser, site_url, log)


@pytest.fixture
def lone_page(own_browser: Browser, site_url: str, log: Log) -> Iterator[Page]:
    """The one page of its own browser. The test fails if it asks another host or has an error."""
    yield from _page(own_browser, site_url, log)


@pytest.fixture(scope="session")
def shared_tab(browser: Browser, site_url: str) -> Iterator[SharedTab]:
    """The tab that this worker's tests share."""
    tab = SharedTab(browser, site_url)
    yield tab
    tab.close()


@pytest.fixture
def tab(shared_tab: SharedTab, request: pytest.FixtureRequest) -> Iterator[SharedTab]:
    """The shared tab, for one test. The test fails if it asks another host or has an error."""
    yield shared_tab
    shared_tab.after_test(failed=request.node.stash.get(_FAILED, False))


@pytest.fixture
def visit(tab: SharedTab) -> Callable[[str], Page]:
    """Goes to a page of the site in the shared tab."""
    return tab.at


@pytest.fixture
def playground(tab: SharedTab) -> Page:
    """The playground as if it was opened anew, in the shared tab."""
    return tab.at(PLAYGROUND)


@pytest.fixture
def warm_playground(tab: SharedTab) -> Page:
    """The playground for a test that only runs programs: it may find another test's source there."""
    return tab.playground()


@pytest.fixture
def versions() -> Iterator[Versions]:
    """A server of the built site, at first: it may serve other versions."""
    with serve_versions() as versions:
        yield versions


@pytest.fixture
def visitor(browser: Browser, versions: Versions) -> Iterator[BrowserContext]:
    """A reader's browser, which has never been at that server."""
    context = browser.new_context(base_url=versions.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context
    context.close()
