"""What a program does to the page that shows it, and the page to a program."""

import re

import pytest
from browser_process import MEASURABLE, Renderer
from page_log import Log
from playground import open_playground, run
from playwright.sync_api import Browser, Page, expect

FAMILY = """
import subprocess, sys, time
code = "import time; print('child up', flush=True); time.sleep(60)"
children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
print("up", flush=True)
time.sleep(60)
"""


def test_a_crash_is_told_and_the_next_run_works(playground: Page, log: Log) -> None:
    """What takes the interpreter down takes nothing else with it."""
    crash = "print('up')\nnest = []\nfor _ in range(100_000): nest = [nest]\ndel nest\n"
    result = run(playground, crash)
    assert (result["status"], result["exitCode"], result["signal"]) == ("error", 134, "SIGABRT"), result["output"]
    assert "The interpreter failed: " in result["stderr"]
    assert "Running again starts a new one." in result["stderr"]
    expect(playground.get_by_role("status")).to_have_text("ended by SIGABRT, exit 134")
    assert run(playground, "print('fresh')\n")["stdout"] == "fresh\n"
    log.errors.clear()  # Pyodide tells the console too


def test_the_first_program_of_a_page_has_the_browser_s_names(page: Page) -> None:
    """The interpreter that an image was made of is as those that start from the image."""
    open_playground(page)
    result = run(page, "import js\nprint(js.self.navigator.onLine, js.performance.now() > 0)\n")
    assert result["output"] == "True True\n"


def test_a_flood_of_several_processes_is_bounded(playground: Page) -> None:
    """Each process has a bound of its own, and so has the whole."""
    source = """
import subprocess, sys
code = "for number in range(700): print(str(number) * 300)"
children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
print([child.wait() for child in children])
"""
    result = run(playground, source)
    assert result["exitCode"] == 0, result["output"]
    assert len(result["output"]) < 560_000
    assert "are not shown" in result["output"]
    assert result["stdout"].endswith("[0, 0, 0, 0]\n")


def test_a_question_is_seen_after_a_flood(playground: Page) -> None:
    """The end of what was printed is shown when the program waits for the reader."""
    page = playground
    source = "for number in range(500): print(str(number) * 300)\nprint(input('which? '))\n"
    page.evaluate("source => { document.querySelector('py-snippet').source = source }", source)
    page.get_by_role("button", name=re.compile("^Run")).click()
    field = page.get_by_role("textbox", name="Input: which?")
    field.fill("this")
    field.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("exit 0", timeout=60_000)
    expect(page.locator(".snippet-output code")).to_contain_text("499499\nwhich? this\nthis\n")


def _assert_stopped(page: Page, run: int) -> None:
    result = page.evaluate(f"runs[{run}]")
    assert result["exitCode"] == 130, result


@pytest.mark.long
@pytest.mark.skipif(not MEASURABLE, reason="workers are counted in Linux's /proc")
def test_no_process_outlives_its_program(lone_page: Page, own_browser: Browser) -> None:
    """Another program on the page, Stop, and an element that goes end children too."""
    page = lone_page
    page.goto("learn/what-concurrency-is/")
    page.locator(".snippet-toolbar").first.wait_for()
    page.wait_for_load_state("networkidle")
    renderer = Renderer(own_browser, page)
    others = renderer.workers()
    start = """async ([index, source]) => {
      const snippet = document.querySelectorAll("py-snippet")[index];
      snippet.source = source;
      let seen = "";
      const up = new Promise((resolve) => snippet.addEventListener("output", ({detail}) => {
        seen += detail.text;
        if (seen.split("child up").length === 3) resolve();
      }));
      (window.runs ??= []).push(snippet.run());
      await up;
    }"""
    page.evaluate(start, [0, FAMILY])
    assert renderer.workers() >= others + 4
    page.evaluate(start, [1, FAMILY])
    _assert_stopped(page, 0)
    page.locator("py-snippet").nth(1).get_by_role("button", name=re.compile("^Stop")).click()
    _assert_stopped(page, 1)
    renderer.settle(others + 2)
    page.evaluate(start, [0, FAMILY])
    page.evaluate("document.querySelector('py-snippet').remove()")
    _assert_stopped(page, 2)
    renderer.settle(others + 2)
