"""The blocking call is made in a thread"""

import asyncio
import time


async def read(name: str, seconds: float) -> None:
    print(name, "starts")
    await asyncio.to_thread(time.sleep, seconds)
    print(name, "is there")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(read("big file", 0.4))
        group.create_task(read("small file", 0.1))


asyncio.run(main())
