"""Waiting uses no CPU time, computing does"""

import time
from collections.abc import Callable

UNIT = 0.4  # seconds


def ask_a_server() -> None:
    time.sleep(UNIT)  # stands for a request: the thread waits for the answer


def compute() -> None:
    end = time.thread_time() + UNIT
    while time.thread_time() < end:
        sum(range(1000))


def cpu_seconds(function: Callable[[], None]) -> float:
    start = time.thread_time()
    function()
    return time.thread_time() - start


for function in (ask_a_server, compute):
    print(f"{function.__name__}: {cpu_seconds(function) / UNIT:.0f} x {UNIT} s of CPU time")
