"""What pages look like on paper."""

import re

import pytest
from playwright.sync_api import Page


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of Chromium's has."""
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cheat_sheet_fits_one_page(page: Page, paper: str) -> None:
    """Tables and all; the programs are to be run, and paper can't."""
    page.goto("reference/cheat-sheet/")
    assert pages_of(page.pdf(format=paper)) == 1


def test_paper_has_no_buttons(page: Page) -> None:
    """Only what can be read is printed."""
    page.goto("learn/tasks/")
    page.locator(".snippet-toolbar").first.wait_for()
    page.emulate_media(media="print")
    for part in (".md-header", ".md-sidebar", ".md-footer", ".snippet-toolbar", ".md-clipboard", ".md-content__button"):
        assert not any(found.is_visible() for found in page.locator(part).all()), part
    assert page.locator(".snippet-transcript").first.is_visible()
