"""The playground, and what runs in it unmodified."""

import re
from pathlib import Path

import pytest
from page_log import Log
from playground import open_playground, run
from playwright.sync_api import Browser, Page, expect

PROGRAMS = Path(__file__).parent / "programs"


def test_shared_link_brings_the_program(playground: Page) -> None:
    """Share, open elsewhere; what was written there stays."""
    page = playground
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("document.querySelector('py-snippet').source = 'print(\"shared ✓\")\\n'")
    page.get_by_role("button", name=re.compile("^Share")).click()
    expect(page.get_by_role("status")).to_have_text("link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("document.querySelector('py-snippet').source = 'print(\"my own\")\\n'")
    other = page.context.new_page()
    other.goto(link)
    expect(other.locator(".cm-content")).to_contain_text('print("shared ✓")')
    other.get_by_role("button", name="Bring it back").click()
    expect(other.locator(".cm-content")).to_contain_text('print("my own")')


def test_malformed_link_says_so_and_loses_nothing(page: Page) -> None:
    """A link cut by a mail program."""
    open_playground(page)
    page.evaluate("document.querySelector('py-snippet').source = 'print(\"kept\")\\n'")
    page.goto("playground/?#code=%%%")
    page.reload()
    expect(page.get_by_role("note")).to_contain_text("can't be read")
    expect(page.locator(".cm-content")).to_contain_text('print("kept")')


@pytest.mark.parametrize("path", sorted(PROGRAMS.glob("*.py")), ids=lambda path: path.stem)
def test_runs_unmodified(path: Path, playground: Page) -> None:
    """Programs that stock Pyodide can't run; each prints `ok` last."""
    result = run(playground, path.read_text(encoding="utf-8"))
    assert result["output"].endswith("ok\n"), result["output"]
    assert result["exitCode"] == 0, result["output"]


ENDLESS = {path.stem: path for path in sorted((Path(__file__).parent / "endless").glob("*.py"))}


@pytest.mark.parametrize("case", ENDLESS)
def test_stop(case: str, playground: Page) -> None:
    """KeyboardInterrupt, clean-up, exit code 130; then the next program starts with nothing left over."""
    result = run(playground, "left_over = 1\n" + ENDLESS[case].read_text(encoding="utf-8"), stop_after="up")
    assert (result["status"], result["exitCode"]) == ("stopped", 130), result["output"]
    assert result["stdout"] == ("up\ncleaned up\n" if case == "sleeping_coroutine" else "up\n")
    if case == "deadlock":  # the second one ends the wait for the other thread
        assert result["stderr"].count("KeyboardInterrupt") == 2
        assert "thrown away" not in result["stderr"]
    else:
        assert result["stderr"].endswith("KeyboardInterrupt\n")
    after = run(playground, "import asyncio, threading\nprint('left_over' in globals(), threading.active_count())\n")
    assert after["stdout"] == "False 1\n"


def test_a_program_that_does_not_answer_loses_its_interpreter(playground: Page) -> None:
    """C code that never comes back to the interpreter: the worker is replaced within seconds."""
    # What was printed before is on the page, even right after a turn that posted other output.
    source = "import time\nprint('going')\ntime.sleep(0)\nprint('up')\nsum(range(10**12))\n"
    result = run(playground, source, stop_after="up")
    assert (result["status"], result["exitCode"]) == ("stopped", 137), result["output"]
    assert "did not answer within 2 s" in result["stderr"]
    assert run(playground, "print('fresh')\n")["stdout"] == "fresh\n"


def test_aiohttp_loads_for_programs_that_import_it_only(page: Page, log: Log) -> None:
    """A reader of asyncio pages doesn't pay for aiohttp."""
    open_playground(page)
    run(page, "print(1)\n")
    assert not [url for url in log.requests if url.endswith(".whl")]
    result = run(page, "import aiohttp\nprint(aiohttp.__version__)\n")
    assert result["stdout"] == "3.14.5\n"
    assert [url for url in log.requests if "aiohttp-3.14.5" in url]


def test_opens_with_an_example_and_offers_others(playground: Page) -> None:
    """A program to press Run on; choosing another one can be undone."""
    page = playground
    expect(page.locator(".cm-content")).to_contain_text("asyncio.run(main())")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("print('mine')\n")
    page.get_by_label("Open an example").select_option("At most three at a time, with a semaphore")
    expect(page.locator(".cm-content")).to_contain_text("asyncio.Semaphore(")
    assert page.evaluate("document.querySelector('py-snippet').run()")["exitCode"] == 0
    page.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    expect(page.locator(".cm-content")).to_have_text("print('mine')")


def test_an_example_that_cannot_be_loaded(playground: Page, log: Log) -> None:
    """The text stays, and a line says what to do."""
    page = playground
    page.route("**/snippets/**", lambda route: route.fulfill(status=404))
    page.get_by_label("Open an example").select_option(index=2)
    expect(page.get_by_text("could not be loaded (404")).to_be_visible()
    expect(page.locator(".cm-content")).to_contain_text("asyncio.run(main())")
    log.errors.clear()  # Chromium's own line about the 404


def test_the_playground_without_javascript(browser: Browser, site_url: str) -> None:
    """Nothing that looks as if it worked: the example as text, a line that says why, links to more."""
    context = browser.new_context(java_script_enabled=False, base_url=site_url)
    page = context.new_page()
    page.goto("playground/")
    expect(page.locator("py-snippet .highlight")).to_contain_text("asyncio.run(main())")
    expect(page.locator("py-snippet")).to_contain_text("this page needs JavaScript")
    assert page.locator(".playground-examples a").count() > 5
    expect(page.get_by_role("combobox")).to_have_count(0)
    context.close()
