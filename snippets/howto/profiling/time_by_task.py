"""Steps of each task, and the longest one"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Generator
from typing import Any


class Measured:
    """Passes everything on between the event loop and a coroutine, and times each step."""

    def __init__(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self.coroutine, self.steps, self.longest = coroutine, 0, 0.0

    def __await__(self) -> Generator[Any, Any, None]:
        resume, value = self.coroutine.send, None
        while True:
            start = time.perf_counter()
            try:
                wanted = resume(value)
            except StopIteration:
                return
            finally:
                self.steps += 1
                self.longest = max(self.longest, time.perf_counter() - start)
            try:
                resume, value = self.coroutine.send, (yield wanted)
            except BaseException as error:
                resume, value = self.coroutine.throw, error  # a cancellation, for example


async def report(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    measured = Measured(work())
    await measured
    verdict = "blocks the loop" if measured.longest > 0.5 else "is polite"
    print(f"{work.__name__}: {measured.steps} steps, {verdict}")


async def nine_short_waits() -> None:
    for _ in range(9):
        await asyncio.sleep(0.01)


async def one_blocking_call() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.8)  # noqa: ASYNC251  (the mistake)


async def main() -> None:
    await asyncio.gather(report(nine_short_waits), report(one_blocking_call))


asyncio.run(main())
