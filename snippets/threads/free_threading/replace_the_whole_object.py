"""Publish a new object instead of changing the old one"""

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    low: int
    high: int


changing = {"low": 1, "high": 10}
frozen = Limits(low=1, high=10)
half_done = threading.Event()
has_read = threading.Event()


def update() -> None:
    global frozen
    changing["low"] = 100
    half_done.set()
    has_read.wait()  # as if the other thread ran here
    changing["high"] = 1000
    frozen = Limits(low=100, high=1000)  # one assignment: old or new, never half


thread = threading.Thread(target=update)
thread.start()
half_done.wait()
print("two assignments, in between:", changing)
print("one assignment, before it:  ", frozen)
has_read.set()
thread.join()
print("afterwards:", changing, frozen)
