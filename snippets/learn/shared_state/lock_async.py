"""A lock keeps other tasks out until the update is complete"""

import asyncio

visitors = 0


async def count_visit(lock: asyncio.Lock) -> None:
    global visitors
    async with lock:
        seen = visitors
        await asyncio.sleep(0)
        visitors = seen + 1


async def main() -> None:
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for _ in range(100):
            group.create_task(count_visit(lock))
    print("counted:", visitors)


asyncio.run(main())
