"""Searches the site, as a reader does."""

import re

from playwright.sync_api import Page, expect


def open_first_result(page: Page, word: str, path: str) -> None:
    """Type a word and open the first result, which leads to `path`: not that of the letters typed so far."""
    field = page.locator("input[name=query]")
    field.click()
    field.press_sequentially(word)
    result = page.locator(".md-search-result__link").first
    expect(result).to_have_attribute("href", re.compile(re.escape(path)))
    result.click()
    page.wait_for_url(f"**{path}**")
