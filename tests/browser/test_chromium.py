"""How the tests start Chromium."""

import re

from playwright.sync_api import Browser


def test_what_playwright_disables_stays_disabled(browser: Browser) -> None:
    """Its own list of features comes first on the command line, and the last one counts."""
    page = browser.new_page()
    page.goto("chrome://version")
    lists = re.findall(r"--disable-features=(\S+)", page.locator("#command_line").inner_text())
    page.close()
    playwrights, heeded = (set(each.split(",")) for each in lists)
    assert playwrights - heeded == set()
