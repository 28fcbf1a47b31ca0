"""Step by step: a program stands before each turn, and the page says what is so at that moment."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playground import Result, run
from playwright.sync_api import Page, expect

TASKS = """
import asyncio

async def work(name, seconds):
    print(name, "starts")
    await asyncio.sleep(seconds)
    print(name, "ends")

async def main():
    asyncio.get_running_loop().call_later(0.15, print, "called")
    async with asyncio.TaskGroup() as group:
        group.create_task(work("a", 0.2), name="a")
        group.create_task(work("b", 0.1), name="b")
    print("both")

asyncio.run(main())
"""
# Next, its line; the ready queue; the timers without their times; the lanes.
TASKS_STAND = [
    ["main, line 10", "empty", "none", "main goes next"],
    ["a, line 5", "b", "print", "main waits for group: a, b", "a goes next", "b is ready"],
    ["b, line 5", "empty", "print, wakes a", "main waits for group: a, b", "a waits for sleep 0.2 s", "b goes next"],
    ["b, line 6", "empty", "print, wakes a", "main waits for group: a, b", "a waits for sleep 0.2 s", "b goes next"],
    ["print", "empty", "wakes a", "main waits for group: a, b", "a waits for sleep 0.2 s", "b has ended"],
    ["a, line 6", "empty", "none", "main waits for group: a, b", "a goes next", "b has ended"],
    ["main, line 11", "empty", "none", "main goes next", "a has ended", "b has ended"],
]
# Whom the timer interrupts differs from run to run: so it doesn't.
THREADS = """
import sys, threading, time; sys.setswitchinterval(60)
lock = threading.Lock()
def work():
    with lock:
        time.sleep(0.05)
threads = [threading.Thread(target=work, name=name) for name in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
"""
THREADS_STAND = [
    ["a, line 5", "main thread waits for start()", "a goes next"],
    ["main thread, line 9", "main thread goes next", "a waits for sleep 50 ms"],
    ["b, line 5", "main thread waits for start()", "a waits for sleep 50 ms", "b goes next"],
    ["main thread, line 9", "main thread goes next", "a waits for sleep 50 ms", "b waits for lock, held by a"],
]

# Go from turn to turn, and tell what the page says before each; at most so many, then do something else.
_STEP = """
async ([source, clock, most, then]) => {
  const snippet = document.querySelector("py-snippet");
  snippet.source = source;
  snippet.clock = clock;
  const told = [];
  let result = null;
  const finished = new Promise((resolve) => snippet.addEventListener("finished", ({detail}) => {
    result = detail;
    resolve();
  }, {once: true}));
  const words = () => {
    const next = snippet.querySelector(".timeline-steps output");
    const queues = snippet.querySelector(".timeline-steps dl");
    const facts = {};
    for (const each of queues.children) {
      if (each.tagName === "DT") facts[each.textContent] = [];
      else Object.values(facts).at(-1).push(each.textContent.replace(/ in [^ ]+ [^ ]+$/, ""));
    }
    const [name] = next.textContent.replace("Next: ", "").split(": ");
    const kept = ["Ready queue", "Timers"].filter((kind) => kind in facts);
    return [name, ...kept.map((kind) => facts[kind].join(", ")), ...facts.Lanes];
  };
  while (!result && told.length < most) {
    const stands = new Promise((resolve) => snippet.addEventListener("paused", resolve, {once: true}));
    snippet.step();
    await Promise.race([stands, finished]);
    await snippet.timeline.add([]); // the panel has heard of it
    if (!result) told.push(words());
  }
  if (!result) snippet[then]();
  await finished;
  await snippet.timeline.add([]);
  snippet.clock = "real";
  return {told, result, paused: snippet.paused, left: snippet.querySelector(".timeline-steps output").textContent};
}
"""


def _step(page: Page, source: str, most: int = 100, then: str = "resume", clock: str = "instant") -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_STEP, [source, clock, most, then])
    assert (found["paused"], found["left"]) == (False, "")
    return found


def test_each_turn_of_a_task_or_callback(warm_playground: Page) -> None:
    """Who goes next and at which line, the ready queue, the timers, and what each lane waits for."""
    found = _step(warm_playground, TASKS)
    assert found["told"] == TASKS_STAND
    assert found["result"]["output"] == "a starts\nb starts\nb ends\ncalled\na ends\nboth\n"


def test_each_turn_of_a_thread(warm_playground: Page) -> None:
    """Those that start, and those that go on after they have waited."""
    found = _step(warm_playground, THREADS)
    assert found["told"][: len(THREADS_STAND)] == THREADS_STAND
    assert found["told"][-1][0] == "main thread, line 11"
    assert found["result"]["output"] == "done\n"


def test_each_turn_of_a_loop_of_the_programs_own(warm_playground: Page) -> None:
    """A loop that drives generators or coroutines itself: those that it resumes, not those that they await."""
    source = """
def part(number):
    yield number

def count(name, to):
    for number in range(to):
        yield from part(number)

async def main():
    return 1

ready = [count("A", 2), count("B", 1)]
while ready:
    generator = ready.pop(0)
    for number in generator:
        ready.append(generator)
        break
try:
    main().send(None)
except StopIteration as end:
    print(end.value)
"""
    found = _step(warm_playground, source)
    assert [told[0] for told in found["told"]] == [
        *("count('A', 2), line 6", "count('B', 1), line 6"),
        *("count('A', 2), line 7", "count('B', 1), line 7", "count('A', 2), line 7", "main(), line 10"),
    ]
    assert found["result"]["output"] == "1\n"


@pytest.mark.parametrize("clock", ["real", "instant"])
def test_time_stands_between_two_steps(warm_playground: Page, clock: str) -> None:
    """What the program sees of it is none of the reader's."""
    source = """
import asyncio, time
async def main():
    start = time.monotonic()
    for _ in range(5):
        await asyncio.sleep(0)
    print(time.monotonic() - start < 60)
asyncio.run(main())
"""
    found = _step(warm_playground, source, clock=clock)
    assert len(found["told"]) == 6
    assert found["result"]["output"] == "True\n"


@pytest.mark.parametrize(
    ("then", "status", "printed"),
    [
        ("resume", "ok", "b ends\na ends\nboth"),
        ("stop", "stopped", "KeyboardInterrupt"),
        ("terminate", "stopped", "a starts"),
    ],
)
def test_who_stands_goes_on(warm_playground: Page, then: str, status: str, printed: str) -> None:
    """Resume runs the rest of it, Stop interrupts it, Terminate ends it."""
    source = TASKS.replace('    asyncio.get_running_loop().call_later(0.15, print, "called")\n', "")
    found = _step(warm_playground, source, 3, then)
    assert found["result"]["status"] == status
    assert printed in found["result"]["output"]


def test_a_child_stands_too(warm_playground: Page) -> None:
    """Its clock is the program's: it is no further when that goes on."""
    source = """
import asyncio, sys
async def main():
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print('child')", stdout=-1)
    print((await child.communicate())[0].decode().strip())
asyncio.run(main())
"""
    found = _step(warm_playground, source)
    assert found["result"]["output"] == "child\n"
    assert found["told"][0][0] == "main, line 4"


def test_afterwards_a_program_runs_as_ever(warm_playground: Page) -> None:
    """A run that nobody steps through stands nowhere."""
    _step(warm_playground, TASKS, 2, "stop")
    result: Result = run(warm_playground, TASKS)
    assert (result["status"], result["output"].count("\n")) == ("ok", 6)


PAGES = [
    ("concepts/event-loop/", "loop_v1_ready_queue"),
    ("concepts/event-loop/", "loop_v2"),
    ("concepts/event-loop/", "loop_v3"),
    ("concepts/event-loop/", "loop_v4"),
    ("learn/tasks/", "seed_two_tasks"),
]


@pytest.mark.parametrize(("address", "name"), PAGES)
def test_by_keyboard_alone(visit: Callable[[str], Page], address: str, name: str) -> None:
    """From the panel's title on: Tab leads to the button, Enter takes a step; the line that is next is marked."""
    page = visit(address)
    program = page.locator(f'py-snippet[data-snippet*="{name}"]').first
    title = program.locator(".timeline > details > summary")
    title.focus()
    if not program.locator(".timeline > details").evaluate("panel => panel.open"):
        page.keyboard.press("Enter")
    button = program.get_by_role("button", name="Step", exact=True)
    expect(button).to_be_visible()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    program.evaluate(
        """program => {
          for (const type of ["paused", "finished"]) program.addEventListener(type, () => program.dataset.seen = type);
        }"""
    )
    marked = 0
    for _ in range(60):
        program.evaluate("program => { program.dataset.seen = ''; }")
        page.keyboard.press("Enter")
        expect(program).to_have_attribute("data-seen", re.compile("paused|finished"))
        if program.get_attribute("data-seen") == "finished":
            break
        expect(program.locator(".timeline-steps output")).to_contain_text("Next: ")
        marked += program.locator(".source-next").count()
        expect(button).to_be_focused()
    assert program.get_attribute("data-seen") == "finished"
    assert marked >= 3
