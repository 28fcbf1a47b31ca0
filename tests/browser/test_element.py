"""`<py-snippet>`: what a reader does with it."""

import re
from collections.abc import Callable

import pytest
from page_log import Log
from playwright.sync_api import Browser, Page, expect

PROGRAM = "learn/what-concurrency-is/"


@pytest.fixture
def snippet_page(visit: Callable[[str], Page]) -> Page:
    """A page with programs, its elements ready."""
    page = visit(PROGRAM)
    page.locator(".snippet-toolbar").first.wait_for()
    return page


def test_status_goes_from_start_to_finish(page: Page) -> None:
    """Starting, running, finished: the reader always knows."""
    page.goto(PROGRAM)
    snippet = page.locator("py-snippet").first
    snippet.get_by_role("button", name=re.compile("^Run")).click()
    status = snippet.get_by_role("status")
    expect(status).to_have_text("running…", timeout=60_000)
    expect(snippet.get_by_role("button", name=re.compile("^Stop"))).to_be_visible()
    expect(status).to_contain_text("exit 0", timeout=60_000)
    expect(snippet.get_by_role("button", name=re.compile("^Run"))).to_be_visible()


def test_recorded_output_is_called_so_and_replaced_by_the_run(snippet_page: Page) -> None:
    """Nothing recorded is shown as live."""
    snippet = snippet_page.locator("py-snippet").first
    expect(snippet.locator(".snippet-transcript-title")).to_have_text("Output (recorded)")
    snippet.evaluate("s => s.run()")
    expect(snippet.locator(".snippet-transcript-title")).to_have_text("Output")
    expect(snippet.locator(".snippet-transcript")).to_have_count(0)


def test_an_edit_survives_reload_and_navigation_until_reset(page: Page) -> None:
    """What a reader typed isn't lost."""
    page.goto(PROGRAM)
    snippet = page.locator("py-snippet").first
    published = snippet.evaluate("s => s.source")
    snippet.get_by_role("button", name=re.compile("^Edit")).click()
    page.locator(".cm-content").first.wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("print('mine')\n")
    page.reload()
    expect(snippet.locator(".cm-content")).to_contain_text("print('mine')")
    page.get_by_role("link", name="Playground").first.click()
    expect(page).to_have_title(re.compile("^Playground"))
    page.go_back()
    expect(page).to_have_title(re.compile("^What concurrency is"))
    snippet = page.locator("py-snippet").first
    expect(snippet.locator(".cm-content")).to_contain_text("print('mine')")
    assert snippet.evaluate("s => s.run()")["stdout"] == "mine\n"
    snippet.get_by_role("button", name=re.compile("^Reset")).click()
    assert snippet.evaluate("s => s.source") == published
    page.reload()
    assert page.locator("py-snippet").first.evaluate("s => s.source") == published


def test_reset_can_be_undone(snippet_page: Page) -> None:
    """A slip doesn't cost what was typed."""
    page = snippet_page
    snippet = page.locator("py-snippet").first
    snippet.evaluate("s => { s.source = 'print(1)\\n' }")
    snippet.locator(".cm-content").wait_for()
    snippet.get_by_role("button", name=re.compile("^Reset")).click()
    snippet.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    assert snippet.evaluate("s => s.source") == "print(1)\n"


def test_keyboard_alone(snippet_page: Page) -> None:
    """Ctrl-Enter runs, Escape stops; Tab indents, and Escape, Tab leaves."""
    page = snippet_page
    snippet = page.locator("py-snippet").first
    snippet.evaluate("s => { s.source = 'import time\\nprint(\"up\")\\ntime.sleep(60)\\n' }")
    snippet.locator(".cm-content").focus()
    page.keyboard.press("Control+Enter")
    expect(snippet.locator(".snippet-output")).to_contain_text("up", timeout=60_000)
    page.keyboard.press("Escape")
    expect(snippet.get_by_role("status")).to_have_text("stopped, exit 130 (as by Ctrl+C)", timeout=60_000)
    snippet.locator(".cm-content").focus()
    page.keyboard.press("Tab")
    expect(snippet.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(snippet.locator(".cm-content")).not_to_be_focused()


@pytest.mark.row("two programs of a page at once")
def test_one_program_at_a_time(snippet_page: Page) -> None:
    """Running a second program stops the first."""
    page = snippet_page
    statuses = page.evaluate("""async () => {
      const [first, second] = document.querySelectorAll("py-snippet");
      first.source = "import time\\nprint('up')\\ntime.sleep(60)\\n";
      second.source = "print('second')\\n";
      const one = first.run();
      await new Promise(resolve => first.addEventListener("output", resolve, {once: true}));
      const two = second.run();
      return [(await one).status, (await two).status];
    }""")
    assert statuses == ["stopped", "ok"]
    status = page.locator("py-snippet").first.get_by_role("status")
    expect(status).to_have_text("stopped, exit 130: another program was started")


def test_a_traceback_leads_to_the_line(snippet_page: Page) -> None:
    """Line numbers of the reader's own file are links into the code."""
    snippet = snippet_page.locator("py-snippet").first
    snippet.evaluate("s => { s.source = 'def f():\\n    1/0\\n\\nf()\\n' }")
    result = snippet.evaluate("s => s.run()")
    assert (result["status"], result["exitCode"]) == ("error", 1), result["output"]
    assert '/sequential_vs_interleaved.py", line 2, in f' in result["stderr"]
    snippet.get_by_role("button", name="2", exact=True).click()
    expect(snippet.locator(".cm-activeLine")).to_have_text("    1/0")


@pytest.mark.row("the length of output")
@pytest.mark.long
def test_a_flood_of_output_keeps_the_page_alive(snippet_page: Page) -> None:
    """Output is bounded and says what was cut; the page answers while it comes."""
    page = snippet_page
    page.evaluate("""() => {
      const snippet = document.querySelector("py-snippet");
      snippet.source = "for i in range(1_000_000): print(i)\\n";
      window.flood = snippet.run();
    }""")
    expect(page.locator(".snippet-output").first).to_contain_text("100", timeout=60_000)
    page.evaluate("document.querySelectorAll('py-snippet')[1].source = 'typed meanwhile'")
    result = page.evaluate("flood")
    assert result["status"] == "ok", result["output"]
    assert len(result["output"]) < 300_000
    assert "are not shown" in result["output"]
    assert result["stdout"].endswith("999999\n")


def test_without_javascript_the_page_is_whole(browser: Browser, site_url: str) -> None:
    """Code, recorded output and download are there before any script."""
    context = browser.new_context(java_script_enabled=False, base_url=site_url)
    page = context.new_page()
    page.goto(PROGRAM)
    snippet = page.locator("py-snippet").first
    expect(snippet.locator(".highlight")).to_contain_text("orders = ")
    expect(snippet.locator(".snippet-transcript")).to_contain_text("Interleaved")
    link = snippet.get_by_role("link", name="Download")
    expect(link).to_be_visible()
    response = page.request.get(page.evaluate("a => a.href", link.element_handle()))
    assert "orders = " in response.text()
    context.close()


def test_without_jspi_one_line_says_which_browsers_run_programs(page: Page) -> None:
    """One notice a page; no button that can't work, no badge that isn't true."""
    page.add_init_script("delete WebAssembly.Suspending")
    page.goto(PROGRAM)
    snippet = page.locator("py-snippet").first
    expect(snippet.get_by_role("note")).to_contain_text("Chrome and Edge 137")
    expect(page.get_by_text("Chrome and Edge 137")).to_have_count(1)
    assert page.locator("py-snippet").count() > 1
    expect(page.get_by_text("runs here")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Run"))).to_have_count(0)
    with pytest.raises(Exception, match="can't run them"):
        snippet.evaluate("s => s.run()")
    page.get_by_role("link", name="Playground").first.click()
    page.wait_for_url("**/playground/")
    expect(page.get_by_text("Chrome and Edge 137")).to_have_count(1)


def test_without_javascript_the_playground_says_what_it_needs(browser: Browser, site_url: str) -> None:
    """No empty box, and the site's own colours."""
    context = browser.new_context(base_url=site_url, service_workers="block")
    page = context.new_page()
    page.goto("playground/")
    header = page.locator(".md-header").evaluate("header => getComputedStyle(header).backgroundColor")
    context.close()
    context = browser.new_context(java_script_enabled=False, base_url=site_url)
    page = context.new_page()
    page.goto("playground/")
    expect(page.locator(".md-header")).to_have_css("background-color", header)
    expect(page.locator("py-snippet")).to_contain_text("needs JavaScript")
    context.close()


def test_leaving_the_page_ends_the_program(snippet_page: Page) -> None:
    """Instant navigation takes the element away, and its program with it."""
    page = snippet_page
    page.evaluate("""async () => {
      const snippet = document.querySelector("py-snippet");
      snippet.source = "import time\\nprint('up')\\ntime.sleep(60)\\n";
      window.run = snippet.run();
      await new Promise(resolve => snippet.addEventListener("output", resolve, {once: true}));
    }""")
    page.get_by_role("link", name="Playground").first.click()
    page.wait_for_url("**/playground/")
    assert page.evaluate("run.then(result => result.status)") == "stopped"


def test_no_request_elsewhere_and_no_pyodide_before_interest(page: Page, log: Log) -> None:
    """The site contacts no third party (the fixture checks), and loads Python when a reader wants it."""
    page.goto(PROGRAM)
    page.wait_for_load_state("networkidle")
    assert not [url for url in log.requests if "/vendor/" in url]
    before = len(log.requests)
    with page.expect_request("**/pyodide.asm.wasm", timeout=60_000):
        page.locator("py-snippet").first.hover()
    page.locator("py-snippet").first.evaluate("s => s.run()")
    # The browser asks for the site's icon when it has time, which may be now.
    loaded = [url for url in log.requests[before:] if url.startswith("http") and not url.endswith("/favicon.png")]
    assert len(loaded) <= 12, loaded
    assert any("python_stdlib_start-" in url for url in loaded)
    assert not [url for url in log.requests if "/wheels/" in url and url.endswith(".whl")]


def test_a_narrow_page_does_not_scroll_sideways(page: Page) -> None:
    """A phone on a train."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(PROGRAM)
    page.locator(".snippet-toolbar").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
