"""An event loop with timers: a heap of what is due"""

import heapq
import time
from collections import deque
from collections.abc import Generator
from itertools import count

Coroutine = Generator[float, None, None]  # yields how long it wants to sleep


class Loop:
    def __init__(self) -> None:
        self.ready: deque[Coroutine] = deque()
        self.timers: list[tuple[float, int, Coroutine]] = []
        self.order = count()  # decides between two timers of the same moment

    def run(self) -> None:
        while self.ready or self.timers:
            if not self.ready:
                time.sleep(max(0, self.timers[0][0] - time.monotonic()))  # no generator is ready
            while self.timers and self.timers[0][0] <= time.monotonic():
                self.ready.append(heapq.heappop(self.timers)[2])
            for _ in range(len(self.ready)):
                self.step(self.ready.popleft())

    def step(self, coroutine: Coroutine) -> None:
        try:
            delay = next(coroutine)
        except StopIteration:
            return
        heapq.heappush(self.timers, (time.monotonic() + delay, next(self.order), coroutine))


def tea(name: str, minutes: int) -> Coroutine:
    print(f"{name}: water on")
    yield minutes / 4
    print(f"{name}: ready")


loop = Loop()
loop.ready += [tea("black", 3), tea("green", 2), tea("mint", 1)]
started = time.monotonic()
loop.run()
print(f"all in the time of the slowest: {int((time.monotonic() - started) * 4)} units")
