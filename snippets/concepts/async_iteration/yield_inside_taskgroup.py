"""A group around a yield cancels the wrong task"""

import asyncio
from collections.abc import AsyncGenerator


async def fail() -> None:
    await asyncio.sleep(0.02)
    raise OSError("the feed broke")


async def feed() -> AsyncGenerator[int, None]:
    async with asyncio.TaskGroup() as group:  # cancels the task that runs this line
        group.create_task(fail())
        for number in range(3):
            yield number  # here the caller's code runs, inside the group


async def main() -> None:
    numbers = feed()
    try:
        async for number in numbers:
            print("got", number)
            await asyncio.sleep(0.1)  # cancelled, although it has nothing to do with the feed
    except asyncio.CancelledError:
        print("main is cancelled in its own sleep, without a reason")
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()
    try:
        await numbers.aclose()
    except BaseExceptionGroup as group:
        print("the reason comes later:", group.exceptions[0])


asyncio.run(main())
