"""A hundred increments that add up to one"""

import asyncio

visitors = 0


async def count_visit() -> None:
    global visitors
    seen = visitors  # read
    await asyncio.sleep(0)  # save to a database, say: the other tasks run here
    visitors = seen + 1  # write a value that is out of date


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(100):
            group.create_task(count_visit())
    print("counted:", visitors)


asyncio.run(main())
