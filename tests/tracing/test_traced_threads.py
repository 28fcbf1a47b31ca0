"""What threads wait for on CPython, and who wakes them."""

from pathlib import Path
from typing import Any

import pytest
from tracing.programs import PYTHONS, Event, record, select

# Of each of these waits there is one, in a thread that is named so; it waits until the main thread sees it wait.
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "acquire": ("lock.acquire()\n    lock.release()", {"on": "lock", "owner": {"thread": 1}, "name": "lock"}),
    "reentrant": ("owned.acquire()\n    owned.release()", {"on": "lock", "owner": {"thread": 1}, "name": "owned"}),
    "event": ("event.wait()", {"on": "event", "name": "event", "call": "Event.wait"}),
    "condition": ("with condition:\n        condition.wait()", {"on": "condition", "call": "Condition.wait"}),
    "semaphore": ("semaphore.acquire()", {"on": "semaphore", "call": "Semaphore.acquire"}),
    "barrier": ("barrier.wait()", {"on": "barrier", "waiting": 0, "parties": 2}),
    "get": ("jobs.get()", {"on": "queue", "size": 0, "maxsize": 0, "call": "Queue.get"}),
    "put": ("full.put(2)", {"on": "queue", "size": 1, "maxsize": 1, "call": "Queue.put"}),
    "all done": ("done.join()", {"on": "queue", "call": "Queue.join"}),
    "result": ("future.result()", {"on": "work", "name": "future", "call": "Future.result"}),
    "thread": ("helper.join()", {"on": "thread", "name": "helper", "call": "Thread.join"}),
}
_PROGRAM = """
import concurrent.futures, queue, threading, time

lock, owned, event, condition = threading.Lock(), threading.RLock(), threading.Event(), threading.Condition()
semaphore, barrier, future = threading.Semaphore(0), threading.Barrier(2), concurrent.futures.Future()
jobs, full, done = queue.Queue(), queue.Queue(1), queue.Queue()
full.put(1)
done.put(1)
helped = threading.Event()
helper = threading.Thread(target=helped.wait, name="helper")
helper.start()
FUNCTIONS
lock.acquire()
owned.acquire()
threads = [threading.Thread(target=function, name=name) for name, function in functions.items()]
for thread in threads:
    thread.start()
time.sleep(0.2)  # so that all of them wait
lock.release()
owned.release()
event.set()
with condition:
    condition.notify()
semaphore.release()
barrier.wait()
jobs.put(1)
full.get()
done.task_done()
future.set_result(None)
helped.set()
for thread in threads:
    thread.join()
print("over")
"""


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    """The trace of a program with a thread for each case."""
    functions = "functions = {}\n"
    for number, (name, (body, _)) in enumerate(CASES.items()):
        functions += f"def wait{number}():\n    {body}\nfunctions[{name!r}] = wait{number}\n"
    program = _PROGRAM.replace("FUNCTIONS", functions)
    return record(PYTHONS[max(PYTHONS)], program, tmp_path_factory.mktemp("threads"))


@pytest.mark.parametrize("case", CASES)
def test_wait(case: str, events: list[Event]) -> None:
    """What it is for, by which name; who has ended it."""
    (spawned,) = select(events, "thread_spawned", name=case)
    number = spawned["detail"]["thread"]
    own = [event for event in events if event["thread"] == number and event["event"] != "thread_spawned"]
    step = next(event for event in own if event["event"] == "after_thread_step")
    wait = step["detail"]["wait"]
    assert {key: wait.get(key) for key in CASES[case][1]} == CASES[case][1]
    after = own[own.index(step) + 1]
    (helper,) = select(events, "thread_spawned", name="helper")
    by = helper["detail"]["thread"] if case == "thread" else 1
    assert (after["event"], after["detail"]) == ("thread_scheduled", {"by": {"thread": by}})
    assert own[own.index(step) + 2]["event"] == "before_thread_step"
    assert own[-1]["event"] == "thread_exited"


def test_the_main_thread_waits_for_each(events: list[Event]) -> None:
    """It sleeps, joins them, and runs in between."""
    own = [event for event in events if event["thread"] == 1]
    waits = [event["detail"]["wait"] for event in select(own, "after_thread_step")]
    assert {"on": "sleep", "seconds": 0.2, "call": "sleep"} in waits
    steps = [event["event"] for event in own if event["event"] in ("after_thread_step", "before_thread_step")]
    assert steps == ["after_thread_step", "before_thread_step"] * len(waits)
    (printed,) = select(events, "printed")
    assert printed["thread"] == 1


def test_locks(tmp_path: Path) -> None:
    """Who holds one, also by `with`, again, and after trying in vain; those in queues and events are no news."""
    source = """
    import queue, threading
    first, second = threading.Lock(), threading.RLock()
    with first:
        with second, second:
            print(first.acquire(timeout=0.01), first.acquire(blocking=False))
    queue.Queue().put(1)
    threading.Event().set()
    """
    events = record(PYTHONS[max(PYTHONS)], source, tmp_path)
    shown = [
        (event["event"].removeprefix("lock_"), event["detail"]["name"], event["line"])
        for event in select(events, "lock_acquired", "lock_released")
    ]
    assert shown == [
        ("acquired", "first", 4),
        ("acquired", "second", 5),
        ("released", "second", 5),
        ("released", "first", 4),
    ]
    waits = [event["detail"]["wait"]["owner"] for event in select(events, "after_thread_step")]
    assert waits == [{"thread": 1}] * 2
    assert not select(events, "thread_scheduled")


def test_signals_and_children(tmp_path: Path) -> None:
    """Who sends what to which process, and how that ends."""
    source = """
    import subprocess, sys
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    child.terminate()
    child.wait()
    child.terminate()  # it has ended: nothing is sent
    """
    events = record(PYTHONS[max(PYTHONS)], source, tmp_path)
    (sent,) = select(events, "signal_sent")
    assert (sent["line"], sent["detail"]) == (4, {"signal": "SIGTERM", "process": 2, "by": {"thread": 1}})
    (ended,) = select(events, "process_exited")
    assert ended["detail"] == {"process": 2, "code": -15}
