"""A task that never yields stalls the other one"""

from collections import deque
from collections.abc import Iterator


def polite(name: str, steps: int) -> Iterator[None]:
    for step in range(1, steps + 1):
        print(f"{name}{step}")
        yield


def greedy(name: str, steps: int) -> Iterator[None]:
    for step in range(1, steps + 1):
        print(f"{name}{step}")
    yield  # the mistake: only after the last step


ready = deque([polite("A", 3), greedy("B", 3)])
while ready:
    current = ready.popleft()
    try:
        next(current)
    except StopIteration:
        continue
    ready.append(current)
