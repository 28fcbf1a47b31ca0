"""The smallest event loop: a queue of generators"""

from collections import deque
from collections.abc import Generator

Coroutine = Generator[None, None, None]


class Loop:
    def __init__(self) -> None:
        self.ready: deque[Coroutine] = deque()

    def create_task(self, coroutine: Coroutine) -> None:
        self.ready.append(coroutine)

    def run(self) -> None:
        while self.ready:
            coroutine = self.ready.popleft()
            try:
                next(coroutine)  # run it up to its next yield
            except StopIteration:
                continue  # it has returned
            self.ready.append(coroutine)  # to the end of the queue


def count(name: str, to: int) -> Coroutine:
    for number in range(1, to + 1):
        print(name, number)
        yield  # return control to the loop


loop = Loop()
loop.create_task(count("A", 3))
loop.create_task(count("B", 2))
loop.run()
