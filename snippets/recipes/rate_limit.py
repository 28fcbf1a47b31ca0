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
    waited = [moment - started[0] for moment in started[3:]]
    never_early = all(seconds > tenths / 10 - 0.001 for tenths, seconds in enumerate(waited, start=1))
    print("D, E and F waited for at least 1, 2 and 3 tenths of a second:", never_early)


asyncio.run(main())
