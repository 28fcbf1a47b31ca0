"""The tab in which programs are measured."""

from collections.abc import Iterator
from contextlib import contextmanager

import chromium
from playground import open_playground
from playwright.sync_api import Page, sync_playwright
from server import serve


@contextmanager
def open_tab(timeout: float = 120) -> Iterator[Page]:
    """The playground of the built site in a Chromium of its own, which waits so many seconds for each thing."""
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_context(base_url=url, service_workers="block").new_page()
        page.set_default_timeout(timeout * 1000)
        open_playground(page)
        yield page
        browser.close()
