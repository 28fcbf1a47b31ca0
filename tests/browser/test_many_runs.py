"""A page in which many programs were run is as good as new."""

import pytest
from alternating import run_one
from browser_process import MEASURABLE, Renderer
from playground import open_playground
from playwright.sync_api import Browser, Page

# The next interpreter, which waits for its program: a machine and its first process.
SPARE = 2


@pytest.mark.long
@pytest.mark.skipif(not MEASURABLE, reason="memory is measured in Linux's /proc")
@pytest.mark.timeout(1800)
def test_a_hundred_runs_leave_nothing(lone_page: Page, own_browser: Browser) -> None:
    """Memory is what it was after the tenth run, within 20 %, and no worker is left over."""
    page = lone_page
    open_playground(page)
    page.wait_for_load_state("networkidle")
    renderer = Renderer(own_browser, page)
    before = renderer.workers()  # the site's search is one
    levels = {}
    for number in range(1, 101):
        run_one(page, number)
        if number in (10, 100):
            renderer.settle(before + SPARE)
            levels[number] = renderer.megabytes()
            print(f"after run {number}: {levels[number]:.0f} MB")
    assert levels[100] < levels[10] * 1.2
