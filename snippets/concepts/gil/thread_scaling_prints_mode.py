"""The same work in one thread and in two: does the second one help?"""
# /// script
# requires-python = ">=3.14"
# [tool.interleave]
# free-threaded = true
# ///

import sys
import threading
import time

WORK = 10_000_000


def compute() -> None:
    total = 0
    for number in range(WORK):
        total += number


def seconds(threads: int) -> float:
    workers = [threading.Thread(target=compute) for _ in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - start


ratio = seconds(2) / seconds(1)
print("the lock is", "on" if sys._is_gil_enabled() else "off")
print("twice the work in two threads takes", "no longer" if ratio < 1.5 else "twice as long")
