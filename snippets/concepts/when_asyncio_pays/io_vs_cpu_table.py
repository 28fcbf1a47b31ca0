"""Three tasks wait, three tasks compute: how many are in progress at a time?"""

import asyncio
from collections.abc import Awaitable, Callable

in_progress = maximum = 0


async def wait() -> None:
    await asyncio.sleep(0.3)


async def compute() -> None:
    sum(number * number for number in range(100_000))


async def counted(work: Callable[[], Awaitable[None]]) -> None:
    global in_progress, maximum
    in_progress += 1
    maximum = max(maximum, in_progress)
    await work()
    in_progress -= 1


async def main() -> None:
    global maximum
    for name, work in (("waiting", wait), ("computing", compute)):
        maximum = 0
        await asyncio.gather(*(counted(work) for _ in range(3)))
        print(f"{name}: {maximum} of 3 in progress at a time")


asyncio.run(main())
