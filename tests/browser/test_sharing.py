"""Programs in links, as files, and in pages of other sites: they arrive as they were, and run when asked to."""

import base64
import contextlib
import json
import re
import threading
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import firefox
import pytest
from axe import findings_in_each_scheme
from page_log import Log
from playwright.sync_api import Browser, Frame, Locator, Page, expect
from server import Server

PAGE = "learn/tasks/"
TIMELINE = ":scope > .timeline > details"
# Two lanes whose order is the same everywhere.
SOURCE = """\
# <script>document.title = "script"</script>
import asyncio


async def job(name: str) -> None:
    await asyncio.sleep(0.01)
    print(name)


async def main() -> None:
    await asyncio.gather(job("<b>one</b>"), job("two"))


asyncio.run(main())
"""
# What a reader sees of an element and its run: all but times on the wall.
_SEEN = """
async (clock) => {
  const snippet = document.querySelector("py-snippet");
  const isOpen = snippet.querySelector(":scope > .timeline > details").open;
  const before = {source: snippet.source, clock: snippet.clock, isOpen, running: snippet.hasAttribute("data-running")};
  const {status, output} = await snippet.run();
  let scene;
  await snippet.timeline.ask(async (panel) => {
    await panel.open();
    scene = panel.scene;
  });
  const lanes = scene.lanes.map(({name, outcome}) => [name, outcome]);
  const turns = scene.model.blocks.map(
    ({lane, line, result, prints}) => [lane.name, line, result, prints.map(({text}) => text)],
  );
  return {...before, status, output, lanes, turns};
}
"""


def fragment(shared: object) -> str:
    """A link's fragment, made by hand."""
    data = zlib.compress(json.dumps(shared).encode(), wbits=-15)
    return "#share=1." + base64.urlsafe_b64encode(data).decode().rstrip("=")


def panel(snippet: Locator, name: str) -> Locator:
    """What a button of the toolbar opens."""
    snippet.get_by_role("button", name=re.compile(f"^{name}")).click()
    found = snippet.locator(".snippet-share")
    found.wait_for()
    return found


def test_a_link_made_in_chromium_opens_in_firefox_the_same(visit: Callable[[str], Page], site_url: str) -> None:
    """The text, the clock, the open panels; nothing runs; then the same output and the same turns."""
    snippet = visit(PAGE).locator("py-snippet").first
    snippet.evaluate("(it, source) => { it.source = source; it.clock = 'instant' }", SOURCE)
    link = panel(snippet, "Share").get_by_role("textbox", name=re.compile("^Link")).input_value()
    assert link.startswith(f"{site_url}playground/#share=1.")
    page = snippet.page.context.new_page()
    page.goto(link)
    expect(page.locator(".snippet-arrival")).to_have_text("This program came with the link. ")
    expect(page.locator(".cm-content")).to_contain_text("<b>one</b>")
    here = page.evaluate(_SEEN)
    assert here["source"] == SOURCE
    assert (here["clock"], here["isOpen"], here["running"]) == ("instant", True, False)
    assert (here["status"], here["output"]) == ("ok", "<b>one</b>\ntwo\n")
    assert page.title().startswith("Playground: ")
    if not firefox.find():
        pytest.skip("there is no Firefox on this machine: apt install firefox-esr")
    with firefox.open_tab() as tab:
        tab.go(link)
        tab.evaluate("""async () => {
          while (!document.querySelector(".snippet-arrival")) await new Promise(requestAnimationFrame);
        }""")
        assert tab.evaluate(_SEEN) == here


def test_what_was_written_is_kept_beside_what_a_link_brings(page: Page) -> None:
    """Also when the link's program is changed, another link comes, and the page is loaded again."""

    def arrive(source: str) -> None:
        page.evaluate("hash => { location.hash = hash }", fragment({"source": source}))
        expect(page.locator(".cm-content")).to_have_text(source)

    def append(text: str) -> None:
        page.evaluate("text => { document.querySelector('py-snippet').source += text }", text)

    content = page.locator(".cm-content")
    page.goto("playground/")
    expect(content).to_contain_text("asyncio.run(main())")
    page.evaluate("document.querySelector('py-snippet').source = '# mine'")
    arrive("# first")
    append(" changed")
    arrive("# second")
    append(" changed too")
    page.reload()
    expect(content).to_have_text("# second changed too")
    arrive("# third")
    page.evaluate("hash => { location.hash = hash }", fragment({"source": "# first"}))
    expect(content).to_have_text("# first changed")
    expect(page.locator(".snippet-arrival")).to_contain_text("with your changes. What you wrote here before is kept.")
    page.get_by_role("button", name="Bring it back").click()
    expect(content).to_have_text("# mine")
    append(" still")
    page.goto("playground/")
    page.reload()
    expect(content).to_have_text("# mine still")


@pytest.mark.parametrize(
    ("hash_", "message"),
    [
        ("#share=1.%%%", "can't be read"),
        ("#share=7.AAAA", "has version 7 of its format"),
        (fragment({"source": "print(1)", "run": True}), "can't be read"),
        (fragment({"source": "#" * 2_000_000}), "longer than 1 MB"),
    ],
    ids=["damaged", "version", "key", "bomb"],
)
def test_a_link_that_cannot_be_opened_touches_nothing(playground: Page, hash_: str, message: str) -> None:
    """The reader's text stays, in the editor and in the browser; tests/js/share.test.mjs has all kinds."""
    page = playground
    page.evaluate("document.querySelector('py-snippet').source = '# mine'")
    kept = page.evaluate("JSON.stringify(localStorage)")
    page.evaluate("hash => { location.hash = hash }", hash_)
    expect(page.locator(".snippet-arrival")).to_contain_text(message)
    assert page.evaluate("document.querySelector('py-snippet').source") == "# mine"
    assert page.evaluate("JSON.stringify(localStorage)") == kept
    page.evaluate("history.replaceState(history.state, '', location.pathname)")


def test_a_link_brings_the_modules_of_the_guide(visit: Callable[[str], Page]) -> None:
    """A recipe's program imports the recipe, which lies beside it."""
    snippet = visit("reference/recipes/retry/").locator("py-snippet[data-files]").first
    link = panel(snippet, "Share").get_by_role("textbox", name=re.compile("^Link")).input_value()
    page = snippet.page.context.new_page()
    page.goto(link)
    page.locator(".snippet-arrival").wait_for()
    result = page.evaluate("document.querySelector('py-snippet').run()")
    assert result["status"] == "ok", result


def test_download_offers_the_program_and_its_timeline(visit: Callable[[str], Page]) -> None:
    """The picture is XML of its own, with the titles and texts of the program as text, and the colours of the page."""
    snippet = visit(PAGE).locator("py-snippet").first
    page = snippet.page
    with page.expect_download() as download:
        panel(snippet, "Download").get_by_role("button", name="Program (seed_two_tasks.py)").click()
    assert download.value.path().read_text("utf-8") == snippet.evaluate("it => it.source")
    with page.expect_download() as download:
        snippet.get_by_role("button", name="Timeline (seed_two_tasks.svg)").click()
    assert download.value.suggested_filename == "seed_two_tasks.svg"
    text = download.value.path().read_text("utf-8")
    picture = ET.fromstring(text)
    names = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"main", "fetch_data 1", "fetch_data 2"} <= set(names)
    assert "var(" not in text
    assert "fill: #00695c" in text


def test_a_run_is_a_picture_whatever_it_prints(playground: Page) -> None:
    """XML knows no escape sequences, and no markup that a program has printed."""
    source = SOURCE.replace('"two"', r'"\x1b[31m\x00</svg>"')
    playground.evaluate(f"document.querySelector('py-snippet > .timeline > details').open = true; {json.dumps(source)}")
    playground.evaluate(
        "source => { const it = document.querySelector('py-snippet'); it.source = source; return it.run() }", source
    )
    with playground.expect_download() as download:
        panel(playground.locator("py-snippet"), "Download").get_by_role("button", name=re.compile("^Timeline")).click()
    assert "</svg>" in "".join(ET.fromstring(download.value.path().read_text("utf-8")).itertext())


def test_the_panels_have_no_finding_and_the_keyboard_reaches_them(page: Page) -> None:
    """On a desktop and on a phone, in both schemes; Escape closes one, and the focus is where it was."""
    page.goto(PAGE)
    snippet = page.locator("py-snippet").first
    snippet.locator(".snippet-toolbar").wait_for()
    found = {}
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for name in ("Share", "Download"):
            button = snippet.get_by_role("button", name=re.compile(f"^{name}"))
            button.focus()
            page.keyboard.press("Enter")
            opened = snippet.locator(f".snippet-share[data-kind={name.lower()}]")
            opened.locator("button").first.wait_for()
            expect(button).to_have_attribute("aria-expanded", "true")
            if what := findings_in_each_scheme(page):
                found[name, width] = what
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            right = snippet.evaluate("it => it.getBoundingClientRect().right")
            for control in opened.locator("button, input").all():
                box = control.bounding_box()
                assert box and box["x"] + box["width"] <= right
                assert width > 360 or box["height"] >= 43.5
            opened.locator("button").first.focus()
            page.keyboard.press("Escape")
            expect(opened).to_have_count(0)
            expect(button).to_be_focused()
            expect(button).to_have_attribute("aria-expanded", "false")
    assert not found


@contextlib.contextmanager
def foreign(body: str) -> Iterator[str]:
    """A page of another site, which holds nothing but this."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.path == "/":
                self.wfile.write(f"<!doctype html><link rel=icon href=data:,><title>elsewhere</title>{body}".encode())

        def log_message(self, *args: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Another host as well as another port: for a browser, what is shown there is a third party's.
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _embed(page: Page) -> Frame:
    """The program's frame within a foreign page."""
    page.locator("iframe").wait_for()
    frame = page.frames[1]
    frame.locator("py-snippet .snippet-toolbar").wait_for()
    return frame


def test_an_embed_in_a_foreign_page(visit: Callable[[str], Page], browser: Browser, site_url: str) -> None:
    """The code that Share offers, in a page of another site: the program alone, which runs once it is told to."""
    snippet = visit(PAGE).locator("py-snippet").first
    code = panel(snippet, "Share").get_by_role("textbox", name=re.compile("^Embed")).input_value()
    context = browser.new_context(viewport={"width": 800, "height": 900}, service_workers="block")
    log = Log()
    page = context.new_page()
    page.set_default_timeout(60_000)
    log.watch(page)
    with foreign(code) as address:
        page.goto(address)
        frame = _embed(page)
        assert page.locator("iframe").get_attribute("title") == "Two tasks in the time of one"
        expect(frame.get_by_role("link", name="Open in Interleave")).to_have_attribute(
            "href", f"{site_url}{PAGE}#seed_two_tasks.py"
        )
        assert frame.locator(".md-header").count() == 0
        expect(frame.locator(".snippet-transcript")).to_contain_text("second: data fetched!")
        # A program in view is a sign of interest on a page of the guide; here, nobody has come for it.
        frame.evaluate("new Promise(resolve => setTimeout(resolve, 1500))")
        assert not frame.evaluate("document.querySelector('py-snippet').hasAttribute('data-running')")
        assert not [url for url in log.requests if "pyodide" in url]
        frame.get_by_role("button", name=re.compile("^Run")).click()
        expect(frame.locator(".snippet-output")).to_contain_text("data of first and data of second")
        frame.evaluate("document.querySelector('py-snippet').source += '# mine'")
        again = panel(frame.locator("py-snippet"), "Share").get_by_role("textbox", name=re.compile("^Embed"))
        assert f"{site_url}embed/#share=1." in again.input_value()
        assert not [url for url in log.foreign(site_url) if not url.startswith(address)]
        assert not log.errors
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_an_embed_has_no_finding(page: Page, width: int) -> None:
    """In both schemes; it follows the reader's."""
    page.set_viewport_size({"width": width, "height": 600})
    page.goto("embed/?program=learn/tasks/seed_two_tasks.py")
    page.locator("py-snippet .snippet-toolbar").wait_for()
    assert findings_in_each_scheme(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"  # the last that was asked for


def test_an_embed_of_a_program_that_is_not_the_guides(page: Page) -> None:
    """It is in the fragment, and may be changed and run."""
    page.goto("embed/" + fragment({"source": "print('elsewhere')"}))
    page.locator(".snippet-arrival").wait_for()
    expect(page.locator(".cm-content")).to_have_text("print('elsewhere')")
    assert page.evaluate("document.querySelector('py-snippet').run()")["output"] == "elsewhere\n"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "names no program of the guide"),
        ("?program=https://elsewhere.invalid/x.py", "names no program of the guide"),
        ("?program=../../x.py", "names no program of the guide"),
        ("?program=learn/tasks/no_such.py", "isn't in the guide any more"),
        ("?program=learn/tasks/%3Cimg%3E.py", "names no program of the guide"),
    ],
)
def test_an_embed_of_nothing_says_so(visit: Callable[[str], Page], address: str, message: str) -> None:
    """A line instead of a program."""
    page = visit("").context.new_page()
    page.goto(f"{page.context.pages[0].url}embed/{address}")
    expect(page.get_by_role("alert")).to_contain_text(message)
