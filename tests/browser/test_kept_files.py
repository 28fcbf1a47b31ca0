"""What is kept may be missing, cut or forged, and there may be no room: the guide works as if it weren't kept."""

import os
import re
import signal
from pathlib import Path

import chromium
import kept
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from versions import Versions

PAGE = "learn/tasks/"
_READ = "(path) => fetch(new URL(path, '%s')).then((response) => response.text())"
# Change what is kept of a file: `how` is "deleted", "cut" or "forged".
_SPOIL = f"""
async ([paths, how]) => {{
  const cache = await caches.open({kept.CACHE});
  for (const request of await cache.keys()) {{
    if (!paths.some((path) => new URL(request.url).pathname.endsWith(path))) continue;
    const response = await cache.match(request);
    const body = await response.text();
    const other = how === "cut" ? body.slice(0, body.length / 2) : "<p id=forged>forged</p>";
    await (how === "deleted" ? cache.delete(request) : cache.put(request, new Response(other, response)));
  }}
}}
"""


def test_what_was_spoiled_is_fetched_again(visitor: BrowserContext, versions: Versions) -> None:
    """Deleted, cut or forged; and without a network, a page of which that is true is not shown."""
    page = visitor.new_page()
    page.goto(PAGE)
    kept.wait_for_all(page)
    for how in ("deleted", "cut", "forged"):
        page.evaluate(_SPOIL, [["learn/tasks/index.html", "site.js", "vendor/pyodide/files.json"], how])
        asked = len(versions.asked)
        page.goto(PAGE)
        expect(page.get_by_role("heading", name="Tasks").first).to_be_visible()
        assert page.evaluate(_READ % versions.url, "runner/vendor/pyodide/files.json").startswith("{")
        assert {PAGE, "site.js", "runner/vendor/pyodide/files.json"} <= set(versions.asked[asked:])
    page.evaluate(_SPOIL, [["learn/tasks/index.html"], "forged"])
    versions.reachable = False
    page.goto(PAGE)
    expect(page.get_by_role("heading")).to_have_text("This page is not kept here")
    page.goto("learn/network/")
    expect(page).to_have_title(re.compile("^TCP and HTTP"))


def test_without_room_all_is_as_before(visitor: BrowserContext, versions: Versions) -> None:
    """Nothing can be kept; pages open, and their files come."""
    page = visitor.new_page()
    session = visitor.new_cdp_session(page)
    origin = versions.url.removesuffix("interleave/").removesuffix("/")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 200_000})
    page.goto(PAGE)
    kept.control(page)
    page.wait_for_timeout(6_000)  # longer than a page waits before it fetches the rest
    assert len(kept.paths(page)) < 20
    page.reload()
    page.locator(".snippet-toolbar").first.wait_for()
    assert page.evaluate(_READ % versions.url, "runner/vendor/pyodide/files.json").startswith("{")
    large = page.evaluate(
        f"fetch('{versions.url}runner/vendor/pyodide/pyodide.asm.wasm').then((r) => r.blob()).then((b) => b.size)"
    )
    assert large > 9_000_000


def test_a_server_that_changes_a_file_has_no_service_worker(visitor: BrowserContext, versions: Versions) -> None:
    """A proxy that adds a line to a style: the page is what the server sends."""
    versions.altered.add("site.css")
    page = visitor.new_page()
    page.goto(PAGE)
    page.wait_for_timeout(3_000)
    assert page.evaluate("navigator.serviceWorker.controller") is None
    page.goto("learn/network/")
    expect(page).to_have_title(re.compile("^TCP and HTTP"))


def test_a_server_that_changes_a_file_later_is_believed(visitor: BrowserContext, versions: Versions) -> None:
    """It has no newer version, so what it sends is passed on, and not kept."""
    versions.altered.add("learn/network/")
    page = visitor.new_page()
    page.goto(PAGE)
    kept.control(page)
    page.goto("learn/network/")
    expect(page).to_have_title(re.compile("^TCP and HTTP"))
    assert "learn/network/index.html" not in kept.paths(page)


def test_where_there_is_no_service_worker(playwright: Playwright, versions: Versions) -> None:
    """Over http from another host: the page works, and complains of nothing."""
    address = versions.url.replace("127.0.0.1", "guide.test")
    flags = [*chromium.FLAGS, "--host-resolver-rules=MAP guide.test 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + PAGE)
    page.locator(".snippet-toolbar").first.wait_for()
    assert page.evaluate("navigator.serviceWorker === undefined")
    page.goto(address + "reference/how-the-examples-run/")
    expect(page.locator(".storage table")).to_be_visible()
    assert errors == []
    browser.close()


def _open(playwright: Playwright, folder: Path, versions: Versions) -> tuple[BrowserContext, Page]:
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=chromium.find(), args=chromium.FLAGS, base_url=versions.url
    )
    context.set_default_timeout(60_000)
    return context, context.pages[0]


def test_a_browser_that_is_killed_while_it_keeps(playwright: Playwright, versions: Versions, tmp_path: Path) -> None:
    """The next one goes on where it was; nothing half-written is served."""
    code = "runner/vendor/pyodide/pyodide.asm.wasm"
    versions.hold(code)
    context, page = _open(playwright, tmp_path, versions)
    page.goto(PAGE)
    kept.control(page)
    while code not in versions.asked:
        page.wait_for_timeout(100)
    browser = context.browser
    assert browser
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(int(process["id"]) for process in processes if process["type"] == "browser"), signal.SIGKILL)
    versions.release(code)
    context, page = _open(playwright, tmp_path, versions)
    page.goto(PAGE)
    kept.wait_for_all(page)
    versions.reachable = False
    page.goto("learn/network/")
    expect(page).to_have_title(re.compile("^TCP and HTTP"))
    context.close()


def test_what_is_kept_is_shown_and_cleared(visitor: BrowserContext) -> None:
    """Each with its size; what was typed only after a question."""
    page = visitor.new_page()
    page.goto(PAGE)
    kept.wait_for_all(page)
    page.locator(".snippet-toolbar").first.wait_for()
    page.locator("py-snippet").first.evaluate("snippet => { snippet.source = '# mine' }")
    page.goto("reference/how-the-examples-run/")
    rows = page.locator(".storage tbody tr")
    expect(rows.nth(0)).to_contain_text("MB")
    expect(rows.nth(2)).to_contain_text("1 program")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Clear: All of it").click()
    expect(rows.nth(2)).to_contain_text("1 program")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear: All of it").click()
    expect(rows.nth(3)).to_contain_text("0 bytes")
    expect(page.get_by_role("status").filter(has_text="Cleared.")).to_be_visible()
    # What is asked for is kept, and a browser asks for a page's icon when it likes.
    assert kept.paths(page) <= {"assets/images/favicon.png"}
