"""Two tasks that take turns, made of generators"""

from collections import deque
from collections.abc import Iterator


def task(name: str, steps: int) -> Iterator[None]:
    for step in range(1, steps + 1):
        print(f"{name}{step}")
        yield  # stop here, remember the place, let another task run


def run(*tasks: Iterator[None]) -> None:
    ready = deque(tasks)
    while ready:
        current = ready.popleft()
        try:
            next(current)  # run it up to its next yield
        except StopIteration:
            print("one task is done")
        else:
            ready.append(current)  # to the back of the queue


run(task("A", 2), task("B", 3))
