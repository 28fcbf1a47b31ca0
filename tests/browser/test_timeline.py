"""Timelines on a page: the drawing of the build, the recorded run that a reader moves in, and events of a run."""

import json
from typing import Any

import pytest
from axe import findings_in_each_scheme
from page_log import Log
from playground import Result, run
from playwright.sync_api import Page, expect
from tracing.programs import Event, select
from tracing.schema_check import errors

PAGE = "learn/tasks/"
# Of the columns: the width that is written, that which they have, and that which is in view.
_SIZES = """
(region) => {
  const columns = region.querySelector(".timeline-columns");
  return [Number(columns.getAttribute("width")), columns.getBoundingClientRect().width, region.clientWidth];
}
"""
# A program that switches: so many turns of two tasks, three events each.
MANY = """
async (turns) => {
  const at = (event, task, more) => ({time: 0, process: 1, thread: 1, task, event, ...more});
  const detail = {name: "Task-1", coroutine: "spin", loop: 1, by: {thread: 1}};
  const events = [1, 2].map(task => at("task_spawned", task, {detail}));
  for (let turn = 0; turn < turns; turn += 1) {
    const task = turn % 2 + 1;
    events.push(at("before_task_step", task), at("after_task_step", task, {line: 12, detail: {ready: true}}));
  }
  const snippet = document.querySelector("py-snippet");
  snippet.timeline.clear();
  snippet.timeline.add(events);
  await snippet.timeline.show(turns - 2);
  return snippet.querySelectorAll(".timeline [data-block]").length;
}
"""


def test_a_drawing_that_does_not_come_to_life_stays_and_tries_again(page: Page, log: Log) -> None:
    """The page's own is as good to read; the next look at it loads anew."""
    page.goto(PAGE)
    timeline = page.locator("py-snippet .timeline").first
    timeline.scroll_into_view_if_needed()
    page.route("**/timeline-panel.js", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        timeline.hover()
    expect(timeline.locator(".timeline-columns").first).to_be_visible()
    page.unroute("**/timeline-panel.js")
    page.mouse.move(0, 0)
    timeline.hover()
    expect(timeline.locator(".timeline-controls")).to_be_visible()
    log.errors.clear()  # the browser's, about the file


def test_a_recorded_run_is_moved_in_by_keys(page: Page) -> None:
    """Turn by turn; block, source line and printed line are marked together; axe finds nothing in any state."""
    page.goto(PAGE)
    program = page.locator("py-snippet").first
    program.locator(".snippet-toolbar").wait_for()
    timeline = program.locator(".timeline")
    drawing = timeline.locator(".timeline-scroll")
    page.set_viewport_size({"width": 360, "height": 800})
    written, shown, seen = drawing.evaluate(_SIZES)
    assert written == shown > seen, "the drawing keeps its size, and scrolls"
    page.set_viewport_size({"width": 1280, "height": 900})
    before = drawing.locator(".timeline-columns > g").inner_html()
    drawing.focus()
    expect(timeline.locator(".timeline-controls")).to_be_visible()
    # It is the same drawing.
    assert drawing.locator("[data-block]").count() == before.count('class="x')
    said = timeline.locator(".timeline-words output")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("main · line 20: data1 = await task1; starts fetch_data 1, fetch_data 2")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("fetch_data 1 · started by main · line 11")
    assert timeline.locator(".on").count() == 1
    assert program.locator(".timeline-line").count() == 2
    assert page.evaluate("[...CSS.highlights.get('timeline-printed')].map(String)") == ["first: start fetching data..."]
    page.keyboard.press("End")
    expect(said).to_contain_text("ends")
    page.keyboard.press("+")
    expect(timeline.get_by_role("button", name="To scale")).to_have_attribute("aria-pressed", "true")
    timeline.get_by_role("button", name="To scale").click()
    page.keyboard.press("Escape")
    timeline.locator(".timeline-table summary").click()
    expect(timeline.locator("tbody tr")).to_have_count(drawing.locator("[data-block]").count())
    program.locator("code > span[id^='__span']").filter(has_text="asyncio.sleep").hover()
    assert timeline.locator(".on").count() == 2
    found = findings_in_each_scheme(page)
    assert not found, json.dumps(found, indent=1)
    page.emulate_media(media="print")
    assert not timeline.locator(".timeline-controls").is_visible()
    assert page.locator(".timeline-strips").first.is_visible()
    widths = page.locator(".timeline-strips use").evaluate_all("uses => uses.map(use => use.getBBox().width)")
    assert min(widths) > 20


def test_only_what_is_in_view_is_drawn(page: Page) -> None:
    """Ten thousand events are as light as a hundred."""
    page.goto(PAGE)
    page.locator(".snippet-toolbar").first.wait_for()
    assert 5 < page.evaluate(MANY, 100) == page.evaluate(MANY, 5000) < 60
    expect(page.locator("py-snippet").first.locator(".timeline summary small").first).to_have_text(
        "2 tasks · 5,000 turns"
    )


# Fifty tasks, one after the other.
FIFTY = """\
import asyncio

async def main():
    async with asyncio.TaskGroup() as group:
        for _ in range(50):
            group.create_task(asyncio.sleep(0))

asyncio.run(main())
"""
# Whether the marked block is in view, and the name of its lane.
_IN_VIEW = """
(drawing) => {
  const [inner, outer] = [drawing.querySelector(".on"), drawing].map((each) => each.getBoundingClientRect());
  const names = [...drawing.querySelectorAll(".timeline-names text")].map((each) => each.getBoundingClientRect());
  const named = names.some(({left, top, bottom}) => top >= inner.top && bottom <= inner.bottom &&
    drawing.contains(document.elementFromPoint(left + 1, (top + bottom) / 2)));
  return named && inner.top >= outer.top && inner.bottom <= outer.bottom && inner.right <= outer.right;
}
"""


def test_many_lanes_scroll_within_the_window(warm_playground: Page) -> None:
    """What is below the drawing stays near, and keys bring the lane of a block into view."""
    warm_playground.evaluate(_LISTEN)
    run(warm_playground, FIFTY)
    drawing = warm_playground.locator("py-snippet .timeline-scroll")
    expect(drawing.locator(".timeline-names text").last).to_be_attached()
    high, whole = drawing.evaluate("drawing => [drawing.clientHeight, drawing.scrollHeight]")
    assert high <= max(0.75 * 900, 560) < 2000 < whole
    drawing.focus()
    for key in ("End", "Home", "ArrowRight", "ArrowRight", "ArrowRight", "End"):
        warm_playground.keyboard.press(key)
        assert drawing.evaluate(_IN_VIEW), key


# Keep the events of the runs of this page.
_LISTEN = """
() => {
  const snippet = document.querySelector("py-snippet");
  snippet.querySelector(".timeline details").open = true;
  const {timeline} = snippet;
  const addLines = Object.getPrototypeOf(timeline).addLines;
  window.recorded = [];
  timeline.addLines = (lines) => {
    window.recorded.push(...lines.split("\\n").map((line) => JSON.parse(line)));
    return addLines.call(timeline, lines);
  };
}
"""


def recorded(page: Page, source: str, **how: Any) -> tuple[Result, list[Event]]:
    """Run a program in the playground while its timeline is open; its result, and its events, which fit the schema."""
    page.evaluate(_LISTEN)
    result = run(page, source, **how)
    events: list[Event] = page.evaluate("window.recorded")
    for event in events:
        assert not errors(event), errors(event)
    times = [event["time"] for event in events]
    assert times == sorted(times)
    return result, events


TWO_TASKS = """\
import asyncio


async def wait(name, seconds):
    await asyncio.sleep(seconds)
    print(name)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(wait("a", 0.02))
        group.create_task(wait("b", 0.01))


asyncio.run(main())
"""


HANG = """print(name)
    while True:
        try:
            while True: pass
        except BaseException:
            pass
"""
# Stop twice, once the program has printed something and its events have come.
_KILL = """
() => document.querySelector("py-snippet").addEventListener("output", ({target}) => setTimeout(() => {
  target.stop();
  target.stop();
}, 200), {once: true})
"""


def test_a_run_is_drawn_while_it_goes_on(warm_playground: Page) -> None:
    """With the lines of the reader's text, as edited; without a panel that is open, nothing is recorded."""
    page = warm_playground
    _, events = recorded(page, TWO_TASKS)
    spawned = select(events, "task_spawned")
    assert [event["line"] for event in spawned[:3]] == [15, 11, 12]
    assert [event["detail"]["coroutine"] for event in spawned[:3]] == ["main", "wait", "wait"]
    assert {event.get("line") for event in select(events, "printed")} == {6}
    assert select(events, "program_ended")
    timeline = page.locator("py-snippet .timeline")
    expect(timeline.locator("summary small").first).to_contain_text("3 tasks")
    expect(timeline.locator("[data-block]").first).to_be_attached()
    _, events = recorded(page, "\n" + TWO_TASKS)
    assert select(events, "task_spawned")[1]["line"] == 12
    timeline.locator("summary").first.click()
    page.evaluate("window.recorded = []")
    run(page, TWO_TASKS)
    assert page.evaluate("window.recorded") == []
    expect(timeline.locator("summary small").first).to_contain_text("run the program again")


def test_what_fails_hangs_and_is_stopped_keeps_its_events(warm_playground: Page) -> None:
    """Up to the error, the Stop, or the end of an interpreter that doesn't answer."""
    page = warm_playground
    # A machine that is late finds both pauses over, if one is hardly longer.
    _, events = recorded(page, TWO_TASKS.replace("0.02", "60").replace("print(name)", "raise ValueError(name)"))
    outcomes = [event["detail"]["outcome"] for event in select(events, "task_exited")][:3]
    assert outcomes == ["failed", "cancelled", "failed"]
    assert events[-1]["detail"] == {"failed": "ExceptionGroup"}
    result, events = recorded(page, TWO_TASKS.replace("0.02", "60"), stop_after="b")
    assert result["status"] == "stopped"
    assert [event["detail"]["outcome"] for event in select(events, "task_exited")][:3] == [
        "done",
        "cancelled",
        "cancelled",
    ]
    hangs = TWO_TASKS.replace("print(name)", HANG)
    page.evaluate(_KILL)
    result, events = recorded(page, hangs)
    assert result["signal"] == "SIGKILL"
    assert select(events, "printed")[0]["detail"]["text"] == "b\n"
    expect(page.locator("py-snippet .timeline summary small").first).to_contain_text("3 tasks")


CHILDREN = """\
import multiprocessing
import subprocess
import sys
import time

TASKS = "import asyncio; asyncio.run(asyncio.sleep(0)); print('done')"


def work():
    print("child", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    subprocess.run([sys.executable, "-c", TASKS], check=True)
    process = multiprocessing.Process(target=work, name="worker")
    process.start()
    time.sleep(5)
    process.terminate()
    process.join()
"""


def test_child_processes_are_recorded(warm_playground: Page) -> None:
    """With their numbers, the lines of the reader's file, and in one order with those of their parent."""
    _, events = recorded(warm_playground, CHILDREN, clock="instant")
    python, worker = select(events, "process_spawned")
    assert [(each["line"], each["detail"]["name"]) for each in (python, worker)] == [(15, "python3.14"), (17, "worker")]
    first, second = (event["detail"]["process"] for event in (python, worker))
    of_first, of_second = ([event for event in events if event["process"] == number] for number in (first, second))
    assert select(of_first, "task_spawned")[0]["detail"]["coroutine"] == "sleep"
    assert select(of_first, "printed")[0]["detail"]["text"] == "done\n"
    (printed,) = select(of_second, "printed")
    assert (printed["line"], printed["detail"]["text"]) == (10, "child\n")
    sleeps = [event["detail"]["wait"] for event in select(of_second, "after_thread_step")]
    assert {"on": "sleep", "seconds": 60.0, "call": "sleep"} in sleeps
    (sent,) = select(events, "signal_sent")
    assert (sent["line"], sent["detail"]) == (19, {"signal": "SIGTERM", "process": second, "by": {"thread": 1}})
    ended = [event["detail"] for event in select(events, "process_exited")]
    assert ended == [{"process": first, "code": 0}, {"process": second, "code": -15}]
    for spawned, own in ((python, of_first), (worker, of_second)):
        assert events.index(spawned) < events.index(own[0])
    assert events.index(of_first[-1]) < events.index(worker)
    assert {event["event"] for event in of_first + of_second}.isdisjoint({"program_started", "program_ended"})


POOL = """\
from concurrent.futures import ProcessPoolExecutor


def work(n):
    print("work", n, flush=True)


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(work, range(3)))
"""


def test_how_multiprocessing_starts_a_child_is_no_line_of_the_program(warm_playground: Page) -> None:
    """Its `python -c "from multiprocessing.spawn …"`: children show the lines of the reader's functions."""
    _, events = recorded(warm_playground, POOL)
    children = [event for event in events if event["process"] != 1]
    assert {event.get("file") for event in children} == {None}
    assert {event["line"] for event in children if "line" in event} == {5}
    assert len(select(children, "printed")) == 3


SOCKETS = """\
import os
import threading
import signal
import socket

left, right = socket.socketpair()
left.sendall(b"12345")
print(right.recv(3), right.recv(3, socket.MSG_PEEK), right.makefile("rb", 0).read(9))
signal.signal(signal.SIGUSR1, lambda *_: None)
os.kill(os.getpid(), signal.SIGUSR1)
threading.main_thread().name = "first"
from concurrent import interpreters
interpreters.create().close()
"""


IN_A_POOL = """\
import asyncio
import os
import threading


async def main():
    reader, writer = os.pipe()
    threading.Timer(0.1, os.write, [writer, b"!"]).start()
    print(await asyncio.to_thread(os.read, reader, 1))


asyncio.run(main())
"""


INTERRUPTED = """\
import asyncio
import signal


async def main():
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(1)
    finally:
        print("cleaned up")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
"""


def test_a_signal_that_asyncio_handles_is_told_of_once(warm_playground: Page) -> None:
    """The kernel calls the handler, a method of asyncio's runner, which the recorder sees as well."""
    result, events = recorded(warm_playground, INTERRUPTED)
    assert result["stdout"] == "cleaned up\ninterrupted\n"
    assert [event["detail"] for event in select(events, "signal_received")] == [{"signal": "SIGINT"}]
    (cancelled,) = select(events, "cancel_requested")
    assert cancelled["detail"]["by"] == {"signal": "SIGINT"}


def test_a_pools_thread_waits_in_what_it_was_given(warm_playground: Page) -> None:
    """A function without a line of the program: its thread isn't idle."""
    _, events = recorded(warm_playground, IN_A_POOL)
    steps = select(events, "after_thread_step")
    waits = [step["detail"]["wait"] for step in steps if step["thread"] == 3 and "wait" in step["detail"]]
    assert waits == [{"on": "system", "call": "read"}, {"on": "idle", "call": "_worker"}]


def test_what_only_the_kernel_sees(warm_playground: Page) -> None:
    """What goes through a socket without a stream, a signal that a process sends to itself, another interpreter."""
    _, events = recorded(warm_playground, SOCKETS)
    shown = select(events, "bytes_sent", "bytes_received")
    assert [(event["event"], event["line"], event["detail"]["bytes"]) for event in shown] == [
        ("bytes_sent", 7, 5),
        ("bytes_received", 8, 3),
        ("bytes_received", 8, 2),
    ]
    assert [event["detail"]["socket"] for event in shown] == [1, 2, 2]
    (sent,) = select(events, "signal_sent")
    assert (sent["line"], sent["detail"]) == (10, {"signal": "SIGUSR1", "process": 1, "by": {"thread": 1}})
    (received,) = select(events, "signal_received")
    assert events.index(sent) < events.index(received)
    assert select(events, "thread_named")[0]["detail"] == {"name": "first"}
    (spawned,), (exited,) = (select(events, f"interpreter_{what}") for what in ("spawned", "exited"))
    assert (spawned["line"], spawned["detail"]) == (13, {"interpreter": 1, "by": {"thread": 1}})
    assert exited["detail"] == {"interpreter": 1}


def test_many_events_are_bounded(warm_playground: Page) -> None:
    """The first 20,000 and the last 5,000; between them one says what is missing."""
    source = """
import asyncio

async def main():
    for _ in range(15_000):
        await asyncio.sleep(0)

asyncio.run(main())
"""
    _, events = recorded(warm_playground, source)
    assert len(events) == 25_001
    (cut,) = select(events, "events_cut")
    assert events.index(cut) == 20_000
    assert 5_000 < cut["detail"]["count"] < 5_100
    assert events[-1]["event"] == "program_ended"


# The program's height, and where the parts of its timeline are below its top: those that are there before interest.
_PLACES = """
snippet => {
  const {top, height} = snippet.getBoundingClientRect();
  const timeline = snippet.querySelector(".timeline");
  const parts = timeline.querySelectorAll("summary, .timeline-scroll, .timeline-note, .timeline-legend span");
  return [height, ...[...parts].map(part => part.getBoundingClientRect().top - top)].map(Math.round);
}
"""


# The second has a title that fills a narrow line, the last a legend with signs that are out of a narrow view.
@pytest.mark.parametrize(("address", "index"), [(PAGE, 0), ("learn/cpu-bound/", 2), ("concepts/async-iteration/", 1)])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_when_a_pointer_comes_to_a_drawing(page: Page, width: int, address: str, index: int) -> None:
    """What makes it interactive is loaded then. On a narrow page, the controls come with a tap or the focus."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    snippet = page.locator("py-snippet:has(.timeline-scroll)").nth(index)
    drawing = snippet.locator(".timeline-scroll")
    before = snippet.evaluate(_PLACES)
    assert len(before) > 5
    drawing.hover()
    controls = snippet.locator(".timeline-controls")
    expect(controls).to_be_attached()
    expect(snippet.get_by_role("button", name="Step")).to_be_visible()
    assert snippet.evaluate(_PLACES) == before
    expect(controls).to_be_visible(visible=width == 1280)
    # From turn to turn, what is said of it differs.
    drawing.focus()
    expect(controls).to_be_visible()
    page.keyboard.press("ArrowRight")
    first = snippet.evaluate(_PLACES)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        assert snippet.evaluate(_PLACES) == first
    scrubber = controls.get_by_role("slider")
    place = scrubber.bounding_box()
    scrubber.press("Home")
    assert scrubber.bounding_box() == place
    # Beside them, the table opens.
    snippet.locator(".timeline-table summary").click()
    expect(snippet.locator(".timeline-table tbody tr").first).to_be_visible()
    expect(controls).to_be_visible()


# What is above the program's toolbar while a part of the timeline is scrolled to where the toolbar stays.
_OVER_TOOLBAR = """
(snippet, part) => {
  const bar = snippet.querySelector(".snippet-toolbar");
  const it = snippet.querySelector(part).getBoundingClientRect();
  scrollBy({top: it.top - 60, behavior: "instant"});
  const {left, right, top: now, height} = bar.getBoundingClientRect();
  const found = new Set();
  for (let x = left + 2; x < right; x += 5) {
    for (let y = now + 2; y < now + height; y += 5) {
      const there = document.elementFromPoint(x, y);
      if (snippet.contains(there) && !bar.contains(there)) found.add(there.outerHTML.slice(0, 80));
    }
  }
  return [...found];
}
"""


def test_a_timeline_scrolls_below_the_toolbar(page: Page) -> None:
    """Names of lanes and controls, which lie over what is beside them."""
    page.goto(PAGE)
    snippet = page.locator("py-snippet").first
    snippet.locator(".timeline-scroll").hover()
    snippet.locator(".timeline-controls").wait_for()
    for part in (".timeline-names", ".timeline-controls"):
        assert snippet.evaluate(_OVER_TOOLBAR, part) == [], part
