"""Ten thousand tasks wait at the same time, in one thread"""

import asyncio
import threading

waiting = maximum = 0


async def connection() -> None:
    global waiting, maximum
    waiting += 1
    maximum = max(maximum, waiting)
    await asyncio.sleep(0.5)  # most connections wait most of the time
    waiting -= 1


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(10_000):
            group.create_task(connection())
    print("waiting at the same time:", maximum)
    print("threads:", threading.active_count())


asyncio.run(main())
