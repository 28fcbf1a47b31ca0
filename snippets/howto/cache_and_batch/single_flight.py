"""Single flight: callers that arrive during a fetch await the same task"""

import asyncio
from collections.abc import Awaitable, Callable


class SingleFlight:
    """One call for each key at a time. A caller that is cancelled doesn't disturb the others."""

    def __init__(self) -> None:
        self.flights: dict[str, asyncio.Task[str]] = {}

    async def do(self, key: str, work: Callable[[], Awaitable[str]]) -> str:
        task = self.flights.get(key)
        if task is None:
            task = asyncio.ensure_future(self.run(key, work))
            self.flights[key] = task
        return await asyncio.shield(task)  # all callers share the work

    async def run(self, key: str, work: Callable[[], Awaitable[str]]) -> str:
        try:
            return await work()
        finally:
            del self.flights[key]


queries = 0


async def query() -> str:
    global queries
    queries += 1
    await asyncio.sleep(0.05)
    return "rows"


async def main() -> None:
    flight = SingleFlight()
    callers = [asyncio.create_task(flight.do("prices", query)) for _ in range(100)]
    await asyncio.sleep(0.01)
    callers[0].cancel()  # the caller that started it
    results = await asyncio.gather(*callers, return_exceptions=True)
    print("queries:", queries, "| answered:", results.count("rows"), "| cancelled:", callers[0].cancelled())


asyncio.run(main())
