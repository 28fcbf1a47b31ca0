"""Stop and Terminate: what a program makes of them, and how its end is told."""

import re

import pytest
from playground import run
from playwright.sync_api import Page, expect

SHUTDOWN = """
import asyncio, signal

async def worker():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(2.5)
        print("written")

async def main():
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    task = asyncio.create_task(worker())
    print("up")
    await stopping.wait()
    print("shutting down")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("bye")

asyncio.run(main())
"""


def test_terminate_lets_a_program_shut_down_in_its_own_time(playground: Page) -> None:
    """The button sends SIGTERM; nobody ends the program, which takes longer than Stop would wait for an answer."""
    page = playground
    page.evaluate("source => { document.querySelector('py-snippet').source = source }", SHUTDOWN)
    terminate = page.get_by_role("button", name=re.compile("^Terminate"))
    expect(terminate).to_be_hidden()
    page.get_by_role("button", name=re.compile("^Run")).click()
    expect(page.locator(".snippet-output")).to_contain_text("up", timeout=60_000)
    terminate.click()
    expect(page.get_by_role("status")).to_have_text("terminating…")
    expect(page.get_by_role("status")).to_contain_text("exit 0", timeout=60_000)
    expect(page.locator(".snippet-output code")).to_have_text("up\nshutting down\nwritten\nbye\n")
    expect(terminate).to_be_hidden()


def test_terminate_without_a_handler_ends_at_once(playground: Page) -> None:
    """No clean-up runs, not even of a loop that never comes back to the interpreter."""
    for source in (
        "try:\n    import time; print('up'); time.sleep(60)\nfinally:\n    print('never')\n",
        "print('up')\nsum(range(10**12))\n",
    ):
        result = run(playground, source, stop_after="up", stop="terminate")
        assert (result["status"], result["exitCode"], result["signal"]) == ("stopped", 143, "SIGTERM"), result["output"]
        assert result["output"] == "up\n"
        expect(playground.get_by_role("status")).to_have_text("ended by SIGTERM, exit 143")


def test_stop_after_terminate(playground: Page) -> None:
    """A program that ignores SIGTERM can still be stopped."""
    page = playground
    source = "import signal, time\nsignal.signal(signal.SIGTERM, lambda *_: print('no'))\nprint('up')\ntime.sleep(60)\n"
    page.evaluate("""() => {
      const snippet = document.querySelector("py-snippet");
      snippet.addEventListener("output", ({detail}) => { if (detail.text.includes("no")) snippet.stop(); });
    }""")
    result = run(page, source, stop_after="up", stop="terminate")
    assert (result["status"], result["exitCode"], result["signal"]) == ("stopped", 130, "SIGINT"), result["output"]
    assert result["stdout"] == "up\nno\n"


ENDS = {
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)": (137, "SIGKILL"),
    "import os; os.abort()": (134, "SIGABRT"),
    "import signal; signal.raise_signal(signal.SIGTERM)": (143, "SIGTERM"),
    "import signal; signal.alarm(1); signal.pause()": (142, "SIGALRM"),
    "import sys; sys.exit(143)": (143, None),
    "raise KeyboardInterrupt": (130, "SIGINT"),
}


@pytest.mark.parametrize("source", ENDS)
def test_the_exit_code_is_a_shell_s(playground: Page, source: str) -> None:
    """128 and the signal's number; its name where a signal ended the program."""
    result = run(playground, source + "\n")
    assert (result["exitCode"], result["signal"]) == ENDS[source], result["output"]
    assert result["status"] == "error", result["output"]


def test_a_signal_reaches_the_process_that_was_named(playground: Page) -> None:
    """Stop is for all of the foreground, as a terminal's ^C; Terminate for the program, whose end ends its children."""
    source = """
import signal, subprocess, sys, time
code = '''
import time
try:
    print("child up", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("child interrupted", flush=True)
'''
child = subprocess.Popen([sys.executable, "-c", code])
try:
    child.wait()
except KeyboardInterrupt:
    print("waited", child.wait())
"""
    result = run(playground, source, stop_after="child up")
    assert sorted(result["stdout"].splitlines()) == ["child interrupted", "child up", "waited 0"]
    result = run(playground, source, stop_after="child up", stop="terminate")
    assert (result["exitCode"], result["stdout"]) == (143, "child up\n"), result["output"]
