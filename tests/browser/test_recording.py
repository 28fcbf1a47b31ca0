"""The events of a run: what is recorded while a timeline is open, of processes and threads too."""

from playground import run
from playwright.sync_api import Page, expect
from recorded import recorded
from tracing.programs import select

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
    source = TWO_TASKS.replace("0.02", "60")
    _, events = recorded(page, source.replace("print(name)", "raise ValueError(name)"))
    outcomes = [event["detail"]["outcome"] for event in select(events, "task_exited")][:3]
    assert outcomes == ["failed", "cancelled", "failed"]
    assert events[-1]["detail"] == {"failed": "ExceptionGroup"}
    result, events = recorded(page, source, stop_after="b")
    assert result["status"] == "stopped"
    assert [event["detail"]["outcome"] for event in select(events, "task_exited")][:3] == [
        "done",
        "cancelled",
        "cancelled",
    ]
    page.evaluate(_KILL)
    result, events = recorded(page, source.replace("print(name)", HANG))
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


POOLS = """\
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor


def submitted():
    return 1


def mapped(number):
    return number


def applied():
    time.sleep(1)
    raise ValueError


class Added:
    def __init__(self, *numbers):
        self.sum = sum(numbers)


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as executor:
        executor.submit(submitted).result()
        list(executor.map(mapped, range(2), chunksize=2))
    with multiprocessing.Pool(1) as pool:
        pool.map(mapped, range(2), chunksize=1)
        pool.starmap(Added, [(1, 2)])
        try:
            pool.apply(applied)
        except ValueError:
            print("failed")
"""


def test_what_a_process_of_a_pool_runs_has_its_name(warm_playground: Page) -> None:
    """Of each kind of pool, and by each way to hand out a function; between them, the process has nothing to do."""
    _, events = recorded(warm_playground, POOLS, clock="instant")
    functions = [event["detail"]["function"] for event in select(events, "before_work") if event["process"] != 1]
    assert functions == ["submitted", "mapped", "mapped", "mapped", "Added", "applied"]
    assert len(select(events, "after_work")) == len(functions)
    of_children = [event["detail"] for event in select(events, "after_thread_step") if event["process"] != 1]
    waits = [detail["wait"] for detail in of_children if "wait" in detail]
    assert {"on": "sleep", "seconds": 1.0, "call": "sleep"} in waits
    # What the machine answers at once is no wait: not even what the child is to do at all, unless it starts faster than
    # its parent writes that into a pipe.
    assert {wait["on"] for wait in waits} - {"input"} == {"sleep", "idle"}


PIPE = """\
import subprocess
import sys

CHILD = "import time; time.sleep(1); print('ready')"

with subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE) as child:
    print(child.stdout.readline())
"""


def test_who_reads_from_a_pipe_waits_for_input(warm_playground: Page) -> None:
    """Here, until the child has slept."""
    _, events = recorded(warm_playground, PIPE, clock="instant")
    waits = [event["detail"].get("wait") for event in select(events, "after_thread_step") if event["process"] == 1]
    assert waits[0] == {"on": "input", "call": "FileIO.readinto"}


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


# Where `put()` is interrupted, the pool's thread waits for its queue twice.
IN_A_POOL = """\
import asyncio
import os
import sys
import threading

sys.setswitchinterval(60)


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
    _, events = recorded(warm_playground, IN_A_POOL, clock="instant")
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
