"""aiolimiter: a burst, then the rate"""
# /// script
# dependencies = ["aiolimiter"]
# ///

import asyncio

from aiolimiter import AsyncLimiter


async def main() -> None:
    loop = asyncio.get_running_loop()
    limiter = AsyncLimiter(max_rate=3, time_period=0.6)
    start, starts = loop.time(), []

    async def request() -> None:
        async with limiter:
            starts.append(loop.time() - start)

    await asyncio.gather(*(request() for _ in range(6)))
    print("at once:", sum(started < 0.1 for started in starts))
    print("later:", sum(started > 0.1 for started in starts))


asyncio.run(main())
