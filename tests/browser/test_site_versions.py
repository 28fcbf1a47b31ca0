"""A tab stays with the version of the site that it was loaded from, until it is reloaded."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import kept
import pytest
from interleave_site import offline
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as TimedOut
from server import SITE
from versions import Versions, changed

PAGE = "learn/tasks/"
OTHER = "learn/network/"
MACHINE = "runner/machine/machine.js"
READY = "A new version of this guide is ready."
_FETCH = "(path) => fetch(new URL(path, '%s')).then(async (response) => [response.status, await response.text()])"
_REQUEST_ALL_THE_TIME = """() => {
  const request = async () => {
    for (;;) await fetch("../../site.js?" + Math.random()).then((response) => response.text()).catch(() => {});
  };
  for (let count = 0; count < 4; count++) void request();
}"""
_LONG = "import time\nprint('runs', flush=True)\ntime.sleep(100)\n"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A second version: two pages, the page's script and the machine are others, and a file has another name."""
    site = changed(
        tmp_path / "second",
        (f"{PAGE}index.html", "<h1", "<p id=second>Second</p><h1"),
        (f"{OTHER}index.html", "<h1", "<p id=second>Second</p><h1"),
        ("runner/page/index.js", "finished in", "ended in"),
        (MACHINE, '"use strict";', '"use strict";/* second */'),
    )
    library = next(site.glob("runner/vendor/pyodide/python_stdlib_start-*"))
    library.rename(library.with_name("python_stdlib_start-second.part"))
    files = site / "runner" / "vendor" / "pyodide" / "files.json"
    text = files.read_text(encoding="utf-8")
    files.unlink()
    files.write_text(text.replace(library.name, "python_stdlib_start-second.part"), encoding="utf-8")
    offline.write(site)
    return site


def read(page: Page, versions: Versions, path: str) -> tuple[int, str]:
    """The status and the text of a file, as a page gets it."""
    status, text = page.evaluate(_FETCH % versions.url, path)
    return status, text


def deploy(page: Page, versions: Versions, site: Path) -> None:
    """Serve another version, and let the page look for it."""
    versions.site = site
    page.evaluate("navigator.serviceWorker.ready.then((registration) => void registration.update())")
    expect(page.get_by_text(READY)).to_be_visible()


def open_and_deploy(visitor: BrowserContext, versions: Versions, site: Path, count: int) -> list[Page]:
    """Open so many tabs, then serve another version. The first tab shows PAGE, the others OTHER."""
    page = visitor.new_page()
    page.goto(PAGE)
    kept.wait_for_all(page)
    others = [visitor.new_page() for _ in range(count - 1)]
    for other in others:
        other.goto(OTHER)
    deploy(page, versions, site)
    return [page, *others]


def edit(page: Page) -> None:
    """Write in the first program."""
    page.locator(".snippet-toolbar").first.wait_for()
    page.locator("py-snippet").first.evaluate("snippet => { snippet.source = \"print('mine')\\n\" }")


def start(page: Page) -> None:
    """Run a program that goes on."""
    page.locator(".snippet-toolbar").first.wait_for()
    page.locator("py-snippet").first.evaluate("(s, source) => { s.source = source; window.end = s.run() }", _LONG)
    expect(page.locator("py-snippet[data-running]")).to_have_count(1)


def source(page: Page) -> str:
    """The text of the first program."""
    page.locator(".snippet-toolbar").first.wait_for()
    return str(page.locator("py-snippet").first.evaluate("snippet => snippet.source"))


def test_an_open_tab_is_of_one_version_until_it_is_reloaded(
    visitor: BrowserContext, versions: Versions, second: Path
) -> None:
    """Its pages, what is loaded later, its programs; and then all of the other version. The edit is there in both."""
    page = visitor.new_page()
    page.goto(PAGE)
    kept.wait_for_all(page)
    edit(page)
    deploy(page, versions, second)
    assert "/* second */" not in read(page, versions, MACHINE)[1]
    assert "second" not in read(page, versions, "runner/vendor/pyodide/files.json")[1]
    result = page.locator("py-snippet").first.evaluate("snippet => snippet.run()")
    assert result["output"] == "mine\n"
    expect(page.get_by_role("status").filter(has_text="finished in")).to_be_visible()
    page.goto(OTHER)
    expect(page.locator("#second")).to_have_count(0)
    page.goto(PAGE)
    expect(page.locator("#second")).to_have_count(0)
    asked = len(versions.asked)
    page.get_by_role("button", name="Reload").click()
    expect(page.locator("#second")).to_be_visible()
    assert "/* second */" in read(page, versions, MACHINE)[1]
    assert source(page) == "print('mine')\n"
    result = page.locator("py-snippet").first.evaluate("snippet => snippet.run()")
    assert result["output"] == "mine\n"
    expect(page.get_by_role("status").filter(has_text="ended in")).to_be_visible()
    expect(page.get_by_text(READY)).to_have_count(0)
    kept.wait_for_all(page)
    # What both versions have isn't fetched again.
    assert "runner/vendor/pyodide/pyodide.asm.wasm" not in versions.asked[asked:]
    assert len(kept.addresses(page)) == len(kept.paths(page))


def test_a_reload_while_the_page_requests_files(visitor: BrowserContext, versions: Versions, second: Path) -> None:
    """In many tabs, at any moment: Chromium loses a request that comes while one version takes over from the other."""
    page, *_ = tabs = open_and_deploy(visitor, versions, second, count=7)
    for tab in tabs:
        tab.evaluate(_REQUEST_ALL_THE_TIME)
    page.get_by_role("button", name="Reload").click()
    for tab in tabs:
        expect(tab.locator("#second")).to_be_visible()


def test_a_program_that_runs_is_not_ended_without_asking(
    visitor: BrowserContext, versions: Versions, second: Path
) -> None:
    """Neither on this page, nor in another tab."""
    page = visitor.new_page()
    page.goto(PAGE)
    kept.wait_for_all(page)
    start(page)
    other = visitor.new_page()
    other.goto(OTHER)
    deploy(page, versions, second)
    expect(other.get_by_text(READY)).to_be_visible()
    other.get_by_role("button", name="Reload").click()
    expect(other.get_by_text("in another tab of this guide")).to_be_visible()
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_text("on this page.")).to_be_visible()
    assert page.locator("py-snippet[data-running]").count() == 1
    page.get_by_role("button", name="Reload anyway").click()
    for tab in (page, other):
        expect(tab.locator("#second")).to_be_visible()
    assert source(page) == _LONG


def test_a_frozen_tab_holds_up_nobody(visitor: BrowserContext, versions: Versions, second: Path) -> None:
    """Browsers freeze tabs in the background. It is reloaded when it goes on."""
    page, other = open_and_deploy(visitor, versions, second, count=2)
    session = visitor.new_cdp_session(other)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    page.get_by_role("button", name="Reload").click()
    expect(page.locator("#second")).to_be_visible()
    session.send("Page.setWebLifecycleState", {"state": "active"})
    expect(other.locator("#second")).to_be_visible()


def test_a_reload_of_the_only_tab_brings_the_new_version(
    visitor: BrowserContext, versions: Versions, second: Path
) -> None:
    """As the reader expects. With another tab open, it stays what that one is."""
    page = visitor.new_page()
    page.goto(PAGE)
    kept.wait_for_all(page)
    other = visitor.new_page()
    other.goto(OTHER)
    deploy(page, versions, second)
    page.reload()
    expect(page.get_by_text(READY)).to_be_visible()
    expect(page.locator("#second")).to_have_count(0)
    other.close()
    for _ in range(10):  # a browser may count the closed tab for a moment
        page.evaluate("void setTimeout(() => location.reload())")
        # The page loads itself once more when the new version takes over.
        with contextlib.suppress(TimedOut):
            page.locator("#second").wait_for(timeout=10_000)
            break
    expect(page.locator("#second")).to_be_visible()


def test_what_an_old_version_has_not_kept_is_refused(visitor: BrowserContext, versions: Versions, second: Path) -> None:
    """Where data are saved, and a server has deleted the files of the version that is open: reload, it says."""
    visitor.add_init_script(kept.SAVES_DATA)
    page = visitor.new_page()
    page.goto(PAGE)
    kept.control(page)
    edit(page)
    versions.site = second
    assert read(page, versions, MACHINE)[0] == 410
    result = page.locator("py-snippet").first.evaluate("snippet => snippet.run()")
    assert (result["status"], result["output"]) == ("failed", "")
    expect(page.locator(".snippet-failure")).to_be_visible()
    page.goto(OTHER)
    expect(page.get_by_role("heading")).to_have_text("This page has changed")
    page.get_by_role("button", name="Reload").click()
    expect(page.locator("#second")).to_be_visible()
    page.goto(PAGE)
    expect(page.locator("#second")).to_be_visible()
    result = page.locator("py-snippet").first.evaluate("snippet => snippet.run()")
    assert result["output"] == "mine\n"


def test_a_reader_who_comes_back_gets_the_new_version(
    visitor: BrowserContext, versions: Versions, second: Path
) -> None:
    """Also of a page that the old one has not kept, and no tab is open."""
    visitor.add_init_script(kept.SAVES_DATA)
    page = visitor.new_page()
    page.goto(PAGE)
    kept.control(page)
    page.goto("about:blank")
    versions.site = second
    page.goto(OTHER)
    expect(page.locator("#second")).to_be_visible()


def test_a_page_that_was_loaded_before_its_service_worker_stays_as_it_is(
    visitor: BrowserContext, versions: Versions, second: Path
) -> None:
    """A deploy between the two: what serves the page is the network, as without one, until the next page."""
    versions.hold(offline.SCRIPT)
    page = visitor.new_page()
    page.goto(PAGE)
    versions.site = second
    versions.release(offline.SCRIPT)
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    page.wait_for_timeout(1_000)
    assert page.evaluate("navigator.serviceWorker.controller") is None
    expect(page.locator("#second")).to_have_count(0)
    page.reload()
    expect(page.locator("#second")).to_be_visible()
    kept.control(page)


@pytest.mark.parametrize("how", ["retired", "deleted"])
def test_a_site_that_has_no_service_worker_any_more(
    visitor: BrowserContext, versions: Versions, tmp_path: Path, how: str
) -> None:
    """The one that a browser has goes, with what it has kept; the open tab stays."""
    page = visitor.new_page()
    page.goto(PAGE)
    kept.wait_for_all(page)
    edit(page)
    without = changed(tmp_path / "without", (f"{PAGE}index.html", "<h1", "<p id=second>Second</p><h1"))
    (without / offline.SCRIPT).unlink()
    if how == "retired":
        offline.retire(without)
    versions.site = without
    page.goto(PAGE)
    page.evaluate("""async () => {
      while ((await navigator.serviceWorker.getRegistrations()).length) await new Promise((r) => setTimeout(r, 100));
    }""")
    assert source(page) == "print('mine')\n"
    page.goto(OTHER)
    page.goto(PAGE)
    expect(page.locator("#second")).to_be_visible()
    page.wait_for_function(f"caches.has({kept.CACHE}).then((has) => !has)")  # deleted after the registration
    if how == "deleted":  # A page that was left too early has deleted the registration only.
        page.evaluate(f"caches.open({kept.CACHE})")
        page.goto(OTHER)
        page.wait_for_function(f"caches.has({kept.CACHE}).then((has) => !has)")


def test_an_older_site_without_a_service_worker(visitor: BrowserContext, versions: Versions, tmp_path: Path) -> None:
    """What a browser has of it in its own cache isn't taken for the new version."""
    before = tmp_path / "before"
    changed(before, ("site.css", "}", "}\n/* before */"), (f"{PAGE}index.html", "offline/page.js", "offline/none.js"))
    (before / offline.SCRIPT).unlink()
    for path in (before / "site.css", before / PAGE / "index.html"):
        os.utime(path, (0, SITE.stat().st_mtime - 1_000_000))
    versions.site, first = before, versions.site
    page = visitor.new_page()
    page.goto(PAGE)
    versions.site = first
    page.goto(PAGE)
    kept.wait_for_all(page)
    assert "/* before */" not in read(page, versions, "site.css")[1]


@pytest.fixture(autouse=True)
def _no_copies_are_left(tmp_path: Path) -> Iterator[None]:
    yield
    for site in tmp_path.iterdir():
        shutil.rmtree(site)
