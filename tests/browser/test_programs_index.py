"""Programs by construct, and links to programs."""

import html
import re
from urllib.parse import urljoin

from interleave_site.pages import every_page
from interleave_site.snippet import ROOT
from playwright.sync_api import Browser, Page, expect

INDEX = "reference/programs/"


def test_every_link_leads_to_a_program() -> None:
    """Each program has an id of its own on its page, and the index links to it."""
    text = (ROOT / "site" / INDEX / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'<li><a href="([^"]*#[^"]*)"', text))
    programs: dict[str, list[str]] = {}
    for page in every_page():
        shown = (ROOT / "site" / page.url / "index.html").read_text(encoding="utf-8")
        programs[page.url] = re.findall(r'<py-snippet id="([^"]*)"', shown)
        assert len(set(programs[page.url])) == len(programs[page.url])
        for anchor in programs[page.url]:
            assert shown.count(f'id="{anchor}"') == 1
    assert len(links) > 200
    for link in links:
        address, _, anchor = urljoin(INDEX, html.unescape(link)).partition("#")
        assert anchor in programs[address.lstrip("/")]


def test_a_construct_leads_to_the_page_that_explains_it() -> None:
    """The pages name in their front matter what they explain."""
    text = (ROOT / "site" / INDEX / "index.html").read_text(encoding="utf-8")
    explained = re.search(r"<code>TaskGroup</code> \(\d+\)</summary>.*?<p>(.*?)</p>", text)
    assert explained
    assert explained[1] == 'Explained in: <a href="../../learn/taskgroup/">TaskGroup and errors</a>'


def test_the_index_is_short() -> None:
    """One line a program; a list shows twelve at once and says how many there are."""
    text = (ROOT / "site" / INDEX / "index.html").read_text(encoding="utf-8")
    lists = re.findall(r"<ul>((?:<li><a href=\"[^\"]*#[^\"]*\">[^<]*</a></li>)+)</ul>", text)
    first = re.findall(r"<summary><code>[^<]*</code> \((\d+)\)</summary><ul>(.*?)</ul>", text)
    assert len(lists) >= len(first) > 40
    for count, entries in first:
        assert entries.count("<li>") == min(int(count), 12)


def test_the_filter_finds_by_construct_title_and_page(page: Page) -> None:
    """And says how many; an empty field brings the lists back."""
    page.goto(INDEX)
    field = page.get_by_label("Filter by construct")
    found = page.locator(".programs-filter + ul > li")
    field.fill("barrier")
    expect(found.first).to_be_visible()
    expect(page.locator(".programs-filter").get_by_role("status")).to_have_text(
        re.compile(rf"^{found.count()} of \d+ programs$")
    )
    expect(page.locator(".programs")).to_be_hidden()
    field.fill("TaskGroup timeout")
    assert 0 < found.count() < 30
    field.fill("howto/retry")
    expect(found).not_to_have_count(0)
    field.fill("no such thing")
    expect(page.locator(".programs-filter").get_by_role("status")).to_contain_text("0 of")
    field.fill("")
    expect(page.locator(".programs")).to_be_visible()


def test_without_javascript_the_lists_are_there(browser: Browser, site_url: str) -> None:
    """No field that does nothing; the lists unfold."""
    context = browser.new_context(java_script_enabled=False, base_url=site_url)
    page = context.new_page()
    page.goto(INDEX)
    expect(page.locator("article input")).to_have_count(0)
    page.locator(".programs summary", has_text="Barrier").click()
    expect(page.locator(".programs details[open] li").first).to_be_visible()
    context.close()


def test_run_is_within_a_screen_of_the_program_s_beginning(page: Page) -> None:
    """However long it is, in a window of any size."""
    tall = max(every_page(), key=lambda page: max((len(s.source.splitlines()) for s in page.programs()), default=0))
    for address, width, height in ((tall.url, 1280, 720), (tall.url, 360, 640), ("", 1280, 720), ("", 360, 640)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address or "./")
        page.locator(".snippet-toolbar").first.wait_for()
        for place in range(page.locator("py-snippet").count()):
            snippet = page.locator("py-snippet").nth(place)
            snippet.evaluate("s => { s.scrollIntoView({block: 'start', behavior: 'instant'}) }")
            expect(snippet.locator(".snippet-name")).to_be_in_viewport()
            run = snippet.get_by_role("button", name="Run")
            if run.count():
                expect(run).to_be_in_viewport(ratio=1)
