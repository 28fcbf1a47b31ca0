"""Ten thousand tasks wait at the same time, in one thread"""

import asyncio
import threading
import time


async def connection() -> int:
    await asyncio.sleep(0.5)  # most connections wait most of the time
    return 1


async def main() -> None:
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(connection()) for _ in range(10_000)]
    seconds = time.perf_counter() - start
    print("answers:", sum(task.result() for task in tasks))
    print("threads:", threading.active_count())
    print("waited one after the other it would take: 5000 s")
    print("it took less than 5 s:", seconds < 5)


asyncio.run(main())
