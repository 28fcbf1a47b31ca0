"""Waiting uses no CPU time, computing does"""

import time
from collections.abc import Callable


def ask_a_server() -> None:
    time.sleep(0.2)  # stands for a request: the thread waits for the answer


COMPUTE = 0.2  # seconds


def compute() -> None:
    end = time.thread_time() + COMPUTE
    while time.thread_time() < end:
        sum(range(1000))


def cpu_seconds(function: Callable[[], None]) -> float:
    start = time.thread_time()
    function()
    return time.thread_time() - start


for function in (ask_a_server, compute):
    seconds = min(cpu_seconds(function), COMPUTE)  # a busy machine may add to it
    print(f"{function.__name__}: {seconds:.1f} s of CPU time")
