"""A generator that yields too late keeps the others waiting"""

from collections import deque
from collections.abc import Generator

Coroutine = Generator[None, None, None]


def polite(name: str) -> Coroutine:
    for number in (1, 2):
        print(name, number)
        yield


def greedy(name: str) -> Coroutine:
    for number in (1, 2):
        print(name, number)  # the mistake: no yield in the loop
    yield


ready = deque([polite("A"), greedy("B"), polite("C")])
while ready:
    coroutine = ready.popleft()
    try:
        next(coroutine)
    except StopIteration:
        continue
    ready.append(coroutine)
