"""Going from page to page keeps what runs, wherever the folder is served."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from searching import open_first_result
from server import serve

# The path of site_url at another host and port; a mirror's root; a preview somewhere below.
PREFIXES = ("/interleave/", "/", "/previews/42/")


@pytest.fixture(params=PREFIXES)
def mirror(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of the site, served below another prefix, that would lose `window.kept` if it were loaded anew."""
    with serve(prefix=request.param) as url:
        context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto("learn/tasks/")
        page.wait_for_function("customElements.get('py-snippet') && window.location$")
        page.evaluate("window.kept = 1")
        yield page
        context.close()


def _is_kept(page: Page, title: str) -> None:
    expect(page).to_have_title(re.compile(f"^{title}\\b"))
    assert page.evaluate("window.kept") == 1


def test_links_load_no_page_anew(mirror: Page) -> None:
    """Of the navigation, of the text with an anchor, of the search; and the browser's own Back."""
    page = mirror
    page.locator(".md-tabs").get_by_role("link", name="Playground").click()
    page.wait_for_url("**/playground/")
    _is_kept(page, "Playground")
    expect(page.locator("py-snippet .cm-content")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/learn/tasks/")
    _is_kept(page, "Tasks")
    expect(page.locator("py-snippet .snippet-toolbar").first).to_be_visible()
    page.locator("article a[href*='#']:not([href*='tasks/#']):not([href^='#'])").first.click()
    # The title comes with the page, after its address. And 125 ms after the address, Material closes the search, even
    # if it has been opened since: a timer that is set now ends after its timer.
    expect(page).not_to_have_title(re.compile("^Tasks"))
    page.evaluate("new Promise(resolve => setTimeout(resolve, 125))")
    page.wait_for_url("**#*")
    assert page.evaluate("window.kept") == 1
    open_first_result(page, "semaphore", "/howto/limit-concurrency/")
    _is_kept(page, "Limit concurrency in Python asyncio")


def test_a_program_that_is_linked_to_is_in_view(mirror: Page) -> None:
    """From the index of programs, to the program itself."""
    page = mirror
    page.locator(".md-tabs").get_by_role("link", name="Reference").click()
    page.locator(".md-sidebar--primary").get_by_role("link", name="Programs by construct").click()
    page.wait_for_url("**/reference/programs/")
    page.get_by_label("Filter by construct").fill("Two tasks in the time of one")
    page.get_by_role("link", name="Two tasks in the time of one").click()
    page.wait_for_url("**/learn/tasks/#seed_two_tasks.py")
    _is_kept(page, "Tasks")
    expect(page.locator("[id='seed_two_tasks.py'] .snippet-name")).to_be_in_viewport()


def test_what_is_no_page_is_left_to_the_browser(mirror: Page) -> None:
    """A program's raw file, a link to another tab, an anchor on the same page."""
    page = mirror
    page.locator("article .headerlink").nth(1).click()
    page.wait_for_url("**/learn/tasks/#*")
    assert page.evaluate("window.kept") == 1
    with page.context.expect_page() as opened:
        page.locator(".md-sidebar--primary").get_by_role("link", name="Coroutines").click(modifiers=["Control"])
    opened.value.close()
    assert page.evaluate("window.kept") == 1
    raw = "<a id=raw href=../../llms.txt>x</a>"
    page.evaluate("html => document.querySelector('article').insertAdjacentHTML('beforeend', html)", raw)
    page.locator("#raw").click()
    page.wait_for_url("**/llms.txt")
