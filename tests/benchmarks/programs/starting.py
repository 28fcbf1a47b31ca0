"""What starting a thread, an interpreter and a process costs on CPython 3.14: run it there, without arguments.

The page "The GIL, free threading, interpreters" says that an interpreter isn't as cheap as a thread.
"""

import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable
from concurrent import interpreters  # type: ignore[attr-defined, unused-ignore]  # 3.14

ROUNDS = 20


def nothing() -> None:
    pass


def thread() -> None:
    """Start a thread and wait for its end."""
    started = threading.Thread(target=nothing)
    started.start()
    started.join()


def interpreter() -> None:
    """Make an interpreter, run nothing in it, and close it."""
    made = interpreters.create()
    made.exec("pass")
    made.close()


def process() -> None:
    """Start a process and wait for its end."""
    started = multiprocessing.Process(target=nothing)
    started.start()
    started.join()


def median(start: Callable[[], None]) -> float:
    """The seconds that it takes, after a first time that isn't counted."""
    start()
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        start()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


if __name__ == "__main__":
    of_a_thread = median(thread)
    for unit in (interpreter, process):
        print(f"{unit.__name__}: {median(unit) / of_a_thread:.0f} times as long as a thread")
