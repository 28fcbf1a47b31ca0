"""Two threads compute: how much longer than one?"""
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
print("GIL enabled:", sys._is_gil_enabled())
print(f"twice the work in two threads takes {ratio:.1f} times as long")
