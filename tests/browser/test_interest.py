"""When Python is started ahead of Run, and when it is let go again."""

import gzip
import re

import pytest
from browser_process import MEASURABLE, Renderer
from interleave_site.embed import PLACE
from interleave_site.offline import file_of
from playwright.sync_api import Browser, Page, expect
from server import SITE

PROGRAM = "learn/what-concurrency-is/"
# Scripts and styles that a page names, and those of them that are Material's own or mkdocstrings'.
_NAMED = re.compile(r'''<(?:script|link rel="stylesheet")[^>]*? (?:src|href)="([^"]+)"''')
_MATERIAL = re.compile(
    r"assets/(?:_mkdocstrings\.css|(?:javascripts/bundle|stylesheets/main|stylesheets/palette)\.\w+\.min\.(?:js|css))"
)
# What all of the others may take, in bytes as gzip -9 makes them.
_MOST_BEFORE_INTEREST = 12_000
# What a browser says of the connection, of the machine, and of who looks.
CONNECTION = "Object.defineProperties(navigator.connection, {effectiveType: {value: '4g'}, downlink: {value: 10}})"
# Whatever the browser makes of the flag for the speed of the connection (chromium.py).
SLOW = "Object.defineProperty(navigator.connection, 'downlink', {value: 1})"
SAVE_DATA = "Object.defineProperty(navigator.connection, 'saveData', {value: true})"
LITTLE_MEMORY = "Object.defineProperty(navigator, 'deviceMemory', {value: 1})"
HIDE = """() => {
  Object.defineProperty(document, "hidden", {value: true, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def _requests(page: Page) -> list[str]:
    """What is loaded of the runner's files from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "/vendor/pyodide/" in request.url else None)
    return found


def _open(page: Page) -> None:
    page.goto(PROGRAM)
    page.locator(".snippet-toolbar").first.wait_for()
    page.wait_for_load_state("networkidle")


def test_a_page_loads_little_before_anybody_comes_to_a_program() -> None:
    """Over plain Material: the scripts and styles that the page names. All else is loaded by those who need it."""
    sizes: dict[str, int] = {}
    for path in SITE.rglob("*.html"):
        page = path.relative_to(SITE).as_posix()
        if page == PLACE or path.name == "404.html":
            continue
        files = {file_of(page, address) for address in _NAMED.findall(path.read_text(encoding="utf-8"))}
        own = [file for file in files if file and not _MATERIAL.fullmatch(file)]
        assert "runner/page/index.js" in own, page
        sizes[page] = sum(len(gzip.compress((SITE / file).read_bytes(), 9)) for file in own)
    page, size = max(sizes.items(), key=lambda entry: entry[1])
    print(f"{size} bytes before interest on {page}, {sizes['index.html']} on the front page")
    assert size <= _MOST_BEFORE_INTEREST, page


def test_a_pointer_at_a_program_starts_python(page: Page) -> None:
    """And not the mere sight of it, on a slow connection."""
    page.add_init_script(SLOW)
    requests = _requests(page)
    _open(page)
    page.locator("py-snippet").first.scroll_into_view_if_needed()
    page.wait_for_timeout(1_500)  # longer than a program has to stay in view
    assert requests == []
    with page.expect_request(re.compile("/vendor/pyodide/")):
        page.locator("py-snippet").first.hover()


def test_a_program_in_view_starts_python_on_a_fast_connection(page: Page) -> None:
    """Nobody touches anything."""
    page.add_init_script(CONNECTION)
    with page.expect_request(re.compile("/vendor/pyodide/")):
        _open(page)
        page.locator("py-snippet .snippet-toolbar").first.scroll_into_view_if_needed()


def test_who_saves_data_is_asked_by_run_alone(page: Page) -> None:
    """No sight, pointer or focus loads anything; Run does."""
    page.add_init_script(f"{CONNECTION}; {SAVE_DATA}")
    requests = _requests(page)
    _open(page)
    snippet = page.locator("py-snippet").first
    snippet.hover()
    run = snippet.get_by_role("button", name=re.compile("^Run"))
    run.focus()
    page.wait_for_timeout(1_500)  # longer than a program has to stay in view
    assert requests == []
    run.press("Enter")
    expect(snippet.get_by_role("status")).to_contain_text("exit 0", timeout=60_000)


@pytest.mark.skipif(not MEASURABLE, reason="workers are counted in Linux's /proc")
def test_nothing_is_kept_for_nobody(lone_page: Page, own_browser: Browser) -> None:
    """In a tab that is hidden, and, between two runs, on a machine with little memory."""
    page = lone_page
    _open(page)
    renderer = Renderer(own_browser, page)
    others = renderer.workers()
    page.locator("py-snippet").first.evaluate("s => s.run()")
    renderer.settle(others + 2)  # the next interpreter and its machine
    page.evaluate(HIDE)
    renderer.settle(others)
    page.add_init_script(LITTLE_MEMORY)
    _open(page)
    others = renderer.workers()
    page.locator("py-snippet").first.evaluate("s => s.run()")
    renderer.settle(others)
    assert page.locator("py-snippet").first.evaluate("async s => (await s.run()).exitCode") == 0
