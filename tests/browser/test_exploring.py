"""Programs under other schedules, in the tab: what is planted is found, what is cured survives, all is repeatable."""

from typing import Any

import pytest
from exploring import explore
from interleave_site.snippet import SNIPPETS
from playground import run
from playwright.sync_api import Page


def threads(body: str, locks: str = "") -> str:
    """A program of two threads that change what they share."""
    return f"""\
import threading

counter = 0
tickets = 1
sold = []
{locks}

{body}

threads = [threading.Thread(target=first), threading.Thread(target=second)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


COUNT = """
def first():
    global counter
    seen = int(counter)
    counter = seen + 1

second = first
"""
SELL = """
def first():
    global tickets
    if tickets > len(sold):
        sold.append(threading.current_thread().name)

second = first
"""
PLANTED = {
    "unsafe counter": threads(COUNT) + "assert counter == 2, counter\n",
    "check then act": threads(SELL) + "assert len(sold) == 1, sold\n",
    "two locks": threads(
        """
def first():
    with a:
        with b:
            pass

def second():
    with b:
        with a:
            pass
""",
        "a, b = threading.Lock(), threading.Lock()",
    ),
    "an answer that is late": """\
import asyncio

loaded = []

async def load(name, seconds):
    await asyncio.sleep(seconds)  # stands for a request
    loaded.append(name)

async def main():
    await asyncio.gather(load("new", 0.2), load("old", 0.1))
    assert loaded[-1] == "new", loaded

asyncio.run(main())
""",
    "timers of one time": """\
import asyncio

async def main():
    loop, said = asyncio.get_running_loop(), []
    when = loop.time() + 1
    loop.call_at(when, said.append, "a")
    loop.call_at(when, said.append, "b")
    await asyncio.sleep(2)
    assert said == ["a", "b"], said

asyncio.run(main())
""",
    "an empty queue": """\
import queue, threading

jobs = queue.Queue()
jobs.put("the only one")
failed = []

def work():
    if not jobs.empty():
        try:
            jobs.get_nowait()
        except queue.Empty:
            failed.append(threading.current_thread().name)

workers = [threading.Thread(target=work) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
assert not failed
""",
    "a file that is looked for": """\
import os, threading

claimed = []

def claim(name):
    if not os.path.exists("/tmp/claim"):
        with open("/tmp/claim", "w") as file:
            file.write(name)
        claimed.append(name)

claimants = [threading.Thread(target=claim, args=(name,)) for name in "ab"]
for claimant in claimants:
    claimant.start()
for claimant in claimants:
    claimant.join()
assert len(claimed) == 1, claimed
""",
    "a library's function in threads": """\
import collections, threading

words = collections.Counter()
counters = [threading.Thread(target=words.update, args=({"seen": 1},)) for _ in range(2)]
for counter in counters:
    counter.start()
for counter in counters:
    counter.join()
assert words["seen"] == 2, words
""",
    "a library's function in an executor": """\
import concurrent.futures, shutil

for name in "ab":
    with open(f"/tmp/{name}", "w") as file:
        file.write(name)
with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(shutil.copy, "/tmp/a", "/tmp/copy")
    pool.submit(shutil.copy, "/tmp/b", "/tmp/copy")
with open("/tmp/copy") as file:
    assert file.read() == "b"
""",
    "locks that a library takes": threads(
        """
def first(one=a, other=b):
    with contextlib.ExitStack() as stack:
        stack.enter_context(one)
        stack.enter_context(other)

def second():
    first(b, a)
""",
        "import contextlib\na, b = threading.Lock(), threading.Condition()",
    ),
}
LATE: dict[str, dict[str, Any]] = {"an answer that is late": {"jitter": 2}}
CURED = {
    "counter": PLANTED["unsafe counter"]
    .replace(
        "    seen = int(counter)\n    counter = seen + 1",
        "    with lock:\n        seen = int(counter)\n        counter = seen + 1",
    )
    .replace("sold = []", "sold = []\nlock = threading.Lock()"),
    "locks in one order": PLANTED["two locks"].replace("with b:\n        with a:", "with a:\n        with b:"),
    "call_soon": """\
import asyncio

async def main():
    loop, said = asyncio.get_running_loop(), []
    lock, queue = asyncio.Lock(), asyncio.Queue()

    async def take(number):
        async with lock:
            await asyncio.sleep(0.1)
            said.append(number)

    async def get(number):
        said.append((number, await queue.get()))

    await asyncio.gather(*(take(number) for number in range(4)))
    getters = [asyncio.create_task(get(number)) for number in range(3)]
    await asyncio.sleep(0)
    for item in "abc":
        queue.put_nowait(item)
    await asyncio.gather(*getters)
    for number in range(3):
        loop.call_soon(said.append, f"soon {number}")
    loop.call_later(0.2, said.append, "later")
    loop.call_later(0.1, said.append, "sooner")
    await asyncio.sleep(1)
    print(said)

asyncio.run(main())
""",
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found_and_shortened(warm_playground: Page, name: str) -> None:
    """Within 200 schedules; the shortest has one or two switches, and replays to the same."""
    source, jitter = PLANTED[name], LATE.get(name, {"jitter": 0})
    ended = explore(warm_playground, source, mode="find", **jitter)
    assert ended["reason"] == "found", ended
    found = ended["outcomes"][ended["found"]]
    assert found["ending"] == ("deadlock" if "locks" in name else "failed")
    assert 1 <= len(ended["switches"]) <= 2
    assert all(each["change"] for each in ended["switches"])
    replayed = explore(warm_playground, source, mode="replay", schedule=found["schedule"], **jitter)
    assert replayed["outcomes"][0]["message"] == found["message"]
    assert replayed["printed"] == found["output"]


@pytest.mark.parametrize("name", CURED)
def test_what_is_cured_survives(warm_playground: Page, name: str) -> None:
    """And so do the orders that asyncio promises: of call_soon, of locks, queues and timers."""
    ended = explore(warm_playground, CURED[name], mode="try", runs=100)
    assert [outcome["ending"] for outcome in ended["outcomes"]] == ["done"], ended
    assert ended["counts"] == [100]


def test_a_seed_gives_the_same_runs(warm_playground: Page) -> None:
    """The same outcomes, in the same order, as often."""
    first = explore(warm_playground, PLANTED["check then act"], mode="try", runs=60, seed=7)
    assert first == explore(warm_playground, PLANTED["check then act"], mode="try", runs=60, seed=7)
    assert len(first["counts"]) > 1


def test_a_run_leaves_nothing_to_the_next(warm_playground: Page) -> None:
    """Files, directories, variables, names, loggers, threads, chance, exit handlers: each run is as the first."""
    source = """\
import atexit, logging, os, random, sys, threading, time, uuid
import collections

os.chdir("/")
with open("/tmp/notes", "a") as file:
    file.write("x")
with open("/home/reader/notes", "a") as file:
    file.write("y")
print(open("/tmp/notes").read(), open("/home/reader/notes").read())
os.environ["SEEN"] = os.environ.get("SEEN", "") + "z"
print(os.environ["SEEN"], sys.getrecursionlimit(), sys.path.count("/new"), hasattr(collections, "mine"))
sys.setrecursionlimit(500)
sys.path.append("/new")
collections.mine = 1
logging.getLogger().addHandler(logging.NullHandler())
print(len(logging.root.handlers), threading.current_thread().name)
threading.Thread(target=time.sleep, args=(1e9,), daemon=True).start()
other = threading.Thread(target=lambda: print(threading.current_thread().name))
other.start()
other.join()
print(random.random(), uuid.uuid4(), os.urandom(4))
atexit.register(print, "bye")
left_open = open("/tmp/notes")
os.dup(left_open.fileno())
print(left_open.fileno())
sys.exit(3)
"""
    ended = explore(warm_playground, source, mode="try", runs=8)
    assert ended["counts"] == [8], ended["outcomes"]
    assert ended["outcomes"][0]["message"] == "exit code 3"
    assert ended["outcomes"][0]["output"].endswith("bye\n")


def test_timers_of_the_browser_end_with_their_run(warm_playground: Page) -> None:
    """Those that a program sets through `js` don't fire in a later run."""
    source = """\
import js

if not hasattr(js, "calls"):
    js.calls = js.Array.new()
print(js.calls.length)
for function in (js.setTimeout, js.setInterval):
    function(js.calls.push.bind(js.calls), 100, "called")
sum(range(100_000))
"""
    ended = explore(warm_playground, source, mode="try", runs=60)
    assert [outcome["output"] for outcome in ended["outcomes"]] == ["0\n"], ended["outcomes"]
    assert ended["counts"] == [60]


def test_objects_of_javascript_survive_any_number_of_runs(warm_playground: Page) -> None:
    """Also of kinds that no run has seen before: a proxy, a map, an iterator, a buffer."""
    source = """\
import js
from pyodide.ffi import create_proxy

proxy = create_proxy(lambda: None)
kept = create_proxy(print)
iterator = js.Map.new().entries()
print(type(proxy).__name__, len(js.Uint8Array.new(3)), list(iterator))
proxy.destroy()
"""
    ended = explore(warm_playground, source, mode="try", runs=100)
    assert ended["counts"] == [100], ended


def test_tasks_have_the_names_that_cpython_gives_them(warm_playground: Page) -> None:
    """Numbered across the program's loops, without those that have a name; from 1 in each run."""
    source = """\
import asyncio

async def main(name):
    named = asyncio.create_task(asyncio.sleep(0), name=name)
    others = [asyncio.create_task(asyncio.sleep(0)) for _ in range(2)]
    print(*(task.get_name() for task in (asyncio.current_task(), named, *others)))
    await asyncio.gather(named, *others)

asyncio.run(main("a"))
with asyncio.Runner() as runner:
    runner.run(main("b"))
"""
    printed = run(warm_playground, source)["stdout"]
    assert printed == "Task-1 a Task-2 Task-3\nTask-6 b Task-7 Task-8\n"
    ended = explore(warm_playground, source, mode="try", runs=5)
    assert [outcome["output"] for outcome in ended["outcomes"]] == [printed]


ENDINGS = {
    "os._exit": ("import os\nprint('x', flush=True)\nos._exit(4)\n", "failed", "exit code 4"),
    # By steps, or on a slow machine by seconds.
    "a loop": ("while True:\n    pass\n", "limit", "it took more than "),
    "sleeps": ("import time\nwhile True:\n    time.sleep(1)\n", "limit", "it took more than "),
    "a thread's exception": (
        "import threading\nthread = threading.Thread(target=lambda: 1 / 0)\nthread.start()\nthread.join()\n",
        "failed",
        "ZeroDivisionError: division by zero",
    ),
    "much output": ("print('y' * 1_000_000)\n", "done", ""),
    "another program": (
        "import os, sys\nos.execv(sys.executable, ['python', '-c', ''])\n",
        "refused",
        "It runs another program in its place, or starts an interpreter, which the search can't follow.",
    ),
    "its own lock": (
        "import threading\nlock = threading.Lock()\nwith lock:\n    with lock:\n        pass\n",
        "deadlock",
        "the main thread waits for `lock`, which it holds itself (line 4).",
    ),
}


def test_each_way_to_end(warm_playground: Page) -> None:
    """The next run begins all the same."""
    for name, (source, ending, message) in ENDINGS.items():
        ended = explore(warm_playground, source, mode="try", runs=2)
        for outcome in ended["outcomes"]:
            assert outcome["ending"] == ending, name
            assert outcome["message"].startswith(message), name
        assert ended["runs"] == (1 if ending == "refused" else 2), name
        assert len(ended["outcomes"][0]["output"]) < 100_000, name


def test_a_reader_chooses_each_step(warm_playground: Page) -> None:
    """The choices say who would go on, and where; the picks are a schedule; an undo takes the last one back."""
    source = PLANTED["unsafe counter"]
    ended = explore(warm_playground, source, (1, "undo", 1, 0, 0, 1), mode="choose")
    assert ended["outcomes"][0]["message"] == "AssertionError: 1"
    first, second, *_ = ended["choices"]
    assert first["step"] == 0
    assert [option["name"] for option in first["options"]] == ["Thread-1 (first)", "the main thread"]
    assert all(option["kind"] == "thread" for option in first["options"])
    assert second["step"] == 1
    assert ended["choices"][2] == first
    assert ended["outcomes"][0]["schedule"] == [1, 0, 0, 1]


def test_stop_ends_a_search_at_once(warm_playground: Page) -> None:
    """What was heard so far is told; the next program runs."""
    ended = warm_playground.evaluate(
        """async (source) => {
          const snippet = document.querySelector("py-snippet");
          snippet.source = source;
          snippet.addEventListener("schedule-progress", () => snippet.stop(), {once: true});
          return snippet.explore({runs: 10_000});
        }""",
        CURED["counter"],
    )
    assert ended["reason"] == "stopped"
    assert 0 < ended["runs"] < 10_000
    assert ended["runs"] == sum(ended["counts"])


def test_what_makes_no_sense_is_refused(warm_playground: Page) -> None:
    """Before anything runs."""
    for wanted in ("{mode: 'all'}", "{runs: 0}", "{runs: 1e9}", "{schedule: [-1]}", "{seed: 0.5}"):
        error = warm_playground.evaluate(f"document.querySelector('py-snippet').explore({wanted}).catch(String)")
        assert "RangeError: explore() takes" in error, wanted


def test_a_program_of_the_guide(warm_playground: Page) -> None:
    """All schedules of this lost update lose as much, so it is what was expected that tells."""
    source = (SNIPPETS / "learn" / "shared_state" / "lost_update.py").read_text(encoding="utf-8")
    ended = explore(warm_playground, source, mode="find", runs=10, expected="counted: 100\n")
    assert ended["reason"] == "found"
    assert ended["switches"] == []


def test_what_finalizers_print_belongs_to_the_run(warm_playground: Page) -> None:
    """And none of it is shown while runs are counted."""
    source = "class Last:\n    def __del__(self):\n        print('last')\n\nkept = Last()\nprint('first')\n"
    ended = explore(warm_playground, source, mode="try", runs=3)
    assert [outcome["output"] for outcome in ended["outcomes"]] == ["first\nlast\n"]
    assert ended["printed"] == ""


PROCESSES = """\
import multiprocessing

def add(count):
    with count.get_lock():
        seen = count.value
    with count.get_lock():
        count.value = seen + 1
    print("one more", flush=True)

if __name__ == "__main__":
    count = multiprocessing.Value("i", 0)
    child = multiprocessing.Process(target=add, args=(count,))
    child.start()
    add(count)
    child.join()
    print(child.name, child.pid, "counted:", count.value)
"""


def test_a_program_of_two_processes_is_searched(warm_playground: Page) -> None:
    """Which one goes on is chosen; each run begins with one process, and prints what both print."""
    ended = explore(warm_playground, PROCESSES, mode="try", runs=3)
    assert ended["printed"] == ""
    first = ended["outcomes"][0]
    assert first["output"].startswith("one more\none more\nProcess-1 ")
    assert first["output"].endswith(" counted: 2\n")
    for outcome in ended["outcomes"]:
        assert outcome["output"].rpartition(" ")[0] == first["output"].rpartition(" ")[0]
    replayed = explore(warm_playground, PROCESSES, mode="replay")
    assert replayed["printed"] == first["output"]


IN_PROCESSES = """\
import multiprocessing

def bonus(points):
    return points + 1

def count(points, one, other):
    points.value = bonus(points.value)
    with one, other:
        pass

if __name__ == "__main__":
    points = multiprocessing.Value("i", 0, lock=False)
    a, b = multiprocessing.Lock(), multiprocessing.Lock()
    child = multiprocessing.Process(target=count, args=(points, b, a))
    child.start()
    count(points, a, b)
    child.join()
    print("points:", points.value)
"""


@pytest.mark.parametrize("cured", [False, True])
def test_races_of_processes_are_found(warm_playground: Page, cured: bool) -> None:
    """A process is overtaken amid its own code if it shares memory, and where it takes locks and releases them."""
    source = IN_PROCESSES.replace("args=(points, b, a)", "args=(points, a, b)") if cured else IN_PROCESSES
    goal = {"reached": "output", "text": "points: 1"} if cured else {"reached": "deadlock"}
    ended = explore(warm_playground, source, mode="find", runs=50, goal=goal)
    assert ended["reason"] == "found", ended
    assert len(ended["switches"]) == 1
    assert ended["switches"][0]["kind"] == "process"
