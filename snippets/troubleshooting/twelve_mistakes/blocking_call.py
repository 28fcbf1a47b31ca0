"""A call that blocks the thread holds up every task"""

import asyncio
import time


async def read(name: str, seconds: float) -> None:
    print(name, "starts")
    time.sleep(seconds)  # the mistake: it stops the loop, not this task alone
    print(name, "is there")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(read("big file", 0.4))
        group.create_task(read("small file", 0.1))


asyncio.run(main())
