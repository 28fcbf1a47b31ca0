"""Three requests at once, then one every tenth of a second"""

import asyncio

from rate_limiter import RateLimiter


async def request(limiter: RateLimiter, name: str, started: list[float]) -> None:
    async with limiter:
        started.append(asyncio.get_running_loop().time())
        print("request", name)


async def main() -> None:
    limiter = RateLimiter(rate=10, per=1, burst=3)
    started: list[float] = []
    async with asyncio.TaskGroup() as group:
        for name in "ABCDEF":
            group.create_task(request(limiter, name, started))
    tenths = [round((moment - started[0]) * 10) for moment in started]
    print("started at tenths of a second:", tenths)


asyncio.run(main())
