"""Programs in Firefox, where machines run in the frame itself (docs/runner/frame/frame.js says why)."""

from collections.abc import Iterator
from typing import Any

import firefox
import pytest
from playground import _RUN, PLAYGROUND, WATCH_LONGEST

# Each child is a worker that the machine creates.
CHILDREN = """\
import subprocess
import sys

for number in range(40):
    subprocess.run([sys.executable, "-c", f"print({number})"], check=True)
"""
POOL = """\
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    with ProcessPoolExecutor(4) as pool:
        print(sum(pool.map(abs, range(-100, 0))))
"""
# Two processes that pass each other a message as fast as they can.
TALK = """\
from multiprocessing import Pipe, Process


def echo(end):
    while message := end.recv():
        end.send(message)


if __name__ == "__main__":
    here, there = Pipe()
    other = Process(target=echo, args=(there,))
    other.start()
    for number in range(1, 1_001):
        here.send(number)
        assert here.recv() == number
    here.send(None)
    other.join()
    print("talked")
"""


@pytest.fixture(scope="module")
def tab(site_url: str) -> Iterator[firefox.Tab]:
    """The playground."""
    if not firefox.find():
        pytest.skip("there is no Firefox on this machine: apt install firefox-esr")
    with firefox.open_tab(timeout=300) as tab:
        tab.go(site_url + PLAYGROUND)
        tab.evaluate("async () => { await customElements.whenDefined('py-snippet') }")
        yield tab


def _run(tab: firefox.Tab, source: str) -> dict[str, Any]:
    result: dict[str, Any] = tab.evaluate(_RUN, [source, None, "stop", [], "real"])
    return result


@pytest.mark.timeout(400)
def test_no_run_is_lost(tab: firefox.Tab) -> None:
    """Each starts a machine and a process. One in 3 to 300 used to hang for ever."""
    for number in range(100):
        assert _run(tab, f"print({number})\n")["output"] == f"{number}\n"


@pytest.mark.timeout(400)
def test_no_child_is_lost(tab: firefox.Tab) -> None:
    """One after another, and four at the same time."""
    assert _run(tab, CHILDREN)["output"] == "".join(f"{number}\n" for number in range(40))
    for _ in range(5):
        assert _run(tab, POOL)["output"] == "5050\n"


@pytest.mark.timeout(400)
def test_the_page_answers_while_processes_talk(tab: firefox.Tab) -> None:
    """Their messages pass through the page's thread."""
    tab.evaluate(WATCH_LONGEST)
    assert _run(tab, TALK)["output"] == "talked\n"
    assert tab.evaluate("async () => longest") < 5_000


@pytest.mark.timeout(400)
def test_a_child_whose_worker_fails_leaves_the_rest_alone(tab: firefox.Tab) -> None:
    """An error that nobody catches in its worker is that process's alone."""
    crash = "import js, time; js.setTimeout(js.structuredClone); time.sleep(60)"
    source = f"""\
import subprocess, sys
child = subprocess.run([sys.executable, "-c", {crash!r}])
print(child.returncode, "and", subprocess.run([sys.executable, "-c", ""]).returncode)
"""
    assert _run(tab, source)["output"].endswith("-6 and 0\n")
    assert _run(tab, "print('clean')\n")["output"] == "clean\n"
