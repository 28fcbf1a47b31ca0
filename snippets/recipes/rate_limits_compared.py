"""A large request behind small ones: aiolimiter and our RateLimiter"""
# /// script
# dependencies = ["aiolimiter"]
# ///

import asyncio
from collections.abc import Awaitable, Callable

from aiolimiter import AsyncLimiter
from rate_limiter import RateLimiter


async def small_requests_before_the_large_one(acquire: Callable[[int], Awaitable[None]]) -> int:
    served: list[str] = []

    async def request(name: str, tokens: int) -> None:
        await acquire(tokens)
        served.append(name)

    await acquire(4)  # the bucket is empty now
    async with asyncio.TaskGroup() as group:
        group.create_task(request("large", 4))
        await asyncio.sleep(0)  # it comes first
        for _ in range(20):
            group.create_task(request("small", 1))
    return served.index("large")


async def main() -> None:
    for limiter in (AsyncLimiter(4, 0.2), RateLimiter(rate=4, per=0.2, burst=4)):
        count = await small_requests_before_the_large_one(limiter.acquire)
        number = "several" if count > 2 else count
        print(f"{type(limiter).__name__}: {number} small requests overtook the large one")


asyncio.run(main())
