"""Programs in Firefox, where machines run in the frame itself (docs/runner/frame/frame.js says why)."""

from collections.abc import Iterator

import firefox
import pytest
from interleave_site.pages import Page as GuidePage
from live import PAGES, live, parametrize, run_in_firefox
from playground import PLAYGROUND, WATCH_LONGEST, run_by

# A page of each kind: asyncio, threads, processes, interpreters, servers.
SAMPLE = (
    "learn/timeouts-and-cancellation.md",
    "learn/threads/locks.md",
    "learn/processes/queues-and-pipes.md",
    "learn/processes/interpreters.md",
    "learn/network.md",
)
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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some pages; with `--firefox`, all that have programs."""
    parametrize(metafunc, SAMPLE, "firefox")


@pytest.fixture(scope="module")
def tab(site_url: str) -> Iterator[firefox.Tab]:
    """A tab of Firefox."""
    if not firefox.find():
        pytest.skip("there is no Firefox on this machine: apt install firefox-esr")
    with firefox.open_tab(timeout=300) as tab:
        yield tab


@pytest.fixture
def playground(tab: firefox.Tab, site_url: str) -> firefox.Tab:
    """The playground, in Firefox."""
    tab.go(site_url + PLAYGROUND)
    tab.evaluate("async () => { await customElements.whenDefined('py-snippet') }")
    return tab


@pytest.mark.timeout(400)
def test_programs_print_their_transcripts(tab: firefox.Tab, site_url: str, guide_page: GuidePage) -> None:
    """As in Chromium."""
    tab.go(site_url + guide_page.url)
    programs = live(guide_page)
    printed = {snippet.name: run_in_firefox(tab, snippet) for snippet in programs}
    assert printed == {snippet.name: snippet.transcript for snippet in programs}


def test_the_samples_are_pages() -> None:
    """None of them has another name by now."""
    assert set(SAMPLE) <= {guide_page.source for guide_page in PAGES}


@pytest.mark.timeout(400)
def test_no_run_is_lost(playground: firefox.Tab) -> None:
    """Each starts a machine and a process. One in 3 to 300 used to hang for ever."""
    for number in range(100):
        assert run_by(playground.evaluate, f"print({number})\n")["output"] == f"{number}\n"


@pytest.mark.timeout(400)
def test_no_child_is_lost(playground: firefox.Tab) -> None:
    """One after another, and four at the same time."""
    assert run_by(playground.evaluate, CHILDREN)["output"] == "".join(f"{number}\n" for number in range(40))
    for _ in range(5):
        assert run_by(playground.evaluate, POOL)["output"] == "5050\n"


@pytest.mark.timeout(400)
def test_the_page_answers_while_processes_talk(playground: firefox.Tab) -> None:
    """Their messages pass through the page's thread."""
    playground.evaluate(WATCH_LONGEST)
    assert run_by(playground.evaluate, TALK)["output"] == "talked\n"
    assert playground.evaluate("async () => longest") < 5_000


@pytest.mark.timeout(400)
def test_a_child_whose_worker_fails_leaves_the_rest_alone(playground: firefox.Tab) -> None:
    """An error that nobody catches in its worker is that process's alone."""
    crash = "import js, time; js.setTimeout(js.structuredClone); time.sleep(60)"
    source = f"""\
import subprocess, sys
child = subprocess.run([sys.executable, "-c", {crash!r}])
print(child.returncode, "and", subprocess.run([sys.executable, "-c", ""]).returncode)
"""
    assert run_by(playground.evaluate, source)["output"].endswith("-6 and 0\n")
    assert run_by(playground.evaluate, "print('clean')\n")["output"] == "clean\n"
