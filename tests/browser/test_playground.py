"""The playground, and what runs in it unmodified."""

import re
from pathlib import Path

import pytest
from playground import open_playground, run
from playwright.sync_api import Page, expect

PROGRAMS = Path(__file__).parent / "programs"


@pytest.fixture
def playground(page: Page) -> Page:
    """The playground, ready."""
    open_playground(page)
    return page


def test_shared_link_brings_the_program(playground: Page) -> None:
    """Share, open elsewhere, run."""
    page = playground
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("document.querySelector('py-snippet').source = 'print(\"shared ✓\")\\n'")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("status")).to_have_text("link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("document.querySelector('py-snippet').source = 'print(\"my own\")\\n'")
    other = page.context.new_page()
    other.goto(link)
    expect(other.locator(".cm-content")).to_contain_text('print("shared ✓")')
    other.get_by_role("button", name="Bring it back").click()
    expect(other.locator(".cm-content")).to_contain_text('print("my own")')


def test_malformed_link_says_so_and_loses_nothing(playground: Page) -> None:
    """A link cut by a mail program."""
    page = playground
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
    assert result["exitCode"] == 0


STOPPED = {
    "busy loop": ("print('up')\nwhile True: pass\n", ""),
    "sleeping coroutine": (
        "import asyncio\nasync def main():\n    try:\n        print('up')\n        await asyncio.sleep(100)\n"
        "    finally:\n        print('cleaned up')\nasyncio.run(main())\n",
        "cleaned up\n",
    ),
    "a thousand sleepers": (
        "import asyncio\nasync def main():\n    async with asyncio.TaskGroup() as group:\n"
        "        for _ in range(1000): group.create_task(asyncio.sleep(100))\n        print('up')\n"
        "asyncio.run(main())\n",
        "",
    ),
}


@pytest.mark.parametrize("case", STOPPED)
def test_stop(case: str, playground: Page) -> None:
    """KeyboardInterrupt, clean-up, exit code 130; then the next program starts with nothing left over."""
    source, cleaned = STOPPED[case]
    result = run(playground, "left_over = 1\n" + source, stop_after="up")
    assert (result["status"], result["exitCode"]) == ("stopped", 130)
    assert result["stdout"] == "up\n" + cleaned
    assert re.search(r"KeyboardInterrupt\n$", result["stderr"])
    after = run(playground, "import asyncio, threading\nprint('left_over' in globals(), threading.active_count())\n")
    assert after["stdout"] == "False 1\n"


def test_a_program_that_does_not_answer_loses_its_interpreter(playground: Page) -> None:
    """C code that never comes back to the interpreter: the worker is replaced within seconds."""
    source = "print('up')\nn = 3 ** 400_000\nprint(len(str(n ** 40)) if False else pow(n, n, n - 1))\n"
    result = run(playground, source, stop_after="up")
    assert (result["status"], result["exitCode"]) == ("stopped", 137)
    assert "did not answer within 2 s" in result["stderr"]
    assert run(playground, "print('fresh')\n")["stdout"] == "fresh\n"


def test_aiohttp_loads_for_programs_that_import_it_only(playground: Page, log: object) -> None:
    """A reader of asyncio pages doesn't pay for aiohttp."""
    requests: list[str] = log.requests  # type: ignore[attr-defined]
    run(playground, "print(1)\n")
    assert not [url for url in requests if url.endswith(".whl")]
    result = run(playground, "import aiohttp\nprint(aiohttp.__version__)\n")
    assert result["stdout"] == "3.14.5\n"
    assert [url for url in requests if "aiohttp-3.14.5" in url]
