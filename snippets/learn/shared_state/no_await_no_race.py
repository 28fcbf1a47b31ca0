"""Without an await in between, no other task runs between read and write"""

import asyncio

visitors = 0


async def count_visit() -> None:
    global visitors
    await asyncio.sleep(0)  # before and after, it may suspend
    visitors += 1  # here it can't
    await asyncio.sleep(0)


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(100):
            group.create_task(count_visit())
    print("counted:", visitors)


asyncio.run(main())
