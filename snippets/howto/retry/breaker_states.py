"""A circuit breaker: closed, open, half open"""

import asyncio
from collections.abc import Awaitable, Callable


class Open(Exception):
    """The call was rejected without being tried."""


class Breaker:
    def __init__(self, threshold: int, reset: float) -> None:
        self.threshold, self.reset = threshold, reset
        self.failures = 0
        self.opened_at: float | None = None

    def state(self) -> str:
        if self.opened_at is None:
            return "closed"
        waited = asyncio.get_running_loop().time() - self.opened_at
        return "half open" if waited >= self.reset else "open"

    async def call(self, work: Callable[[], Awaitable[str]]) -> str:
        if self.state() == "open":
            raise Open
        try:
            result = await work()
        except (ConnectionError, TimeoutError):
            self.failures += 1
            if self.failures >= self.threshold:
                self.opened_at = asyncio.get_running_loop().time()
            raise
        self.failures, self.opened_at = 0, None
        return result


up = False


async def service() -> str:
    if not up:
        async with asyncio.timeout(0.05):
            await asyncio.sleep(60)  # a service that is down often doesn't even refuse
    return "hello"


async def main() -> None:
    global up
    breaker = Breaker(threshold=2, reset=0.2)
    for _ in range(4):
        try:
            await breaker.call(service)
        except (TimeoutError, Open) as error:
            print(f"{type(error).__name__}, now {breaker.state()}")
    up = True
    await asyncio.sleep(0.3)
    print("after a while:", breaker.state())
    print(await breaker.call(service), "and it is", breaker.state())


asyncio.run(main())
