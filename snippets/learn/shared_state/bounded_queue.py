"""A queue for two items: the producer can't run ahead"""

import asyncio


async def produce(queue: asyncio.Queue[str | None]) -> None:
    for number in range(1, 6):
        await queue.put(f"loaf {number}")
        print(f"baked loaf {number}, {queue.qsize()} on the shelf")
    await queue.put(None)  # no more will come


async def sell(queue: asyncio.Queue[str | None]) -> None:
    while (loaf := await queue.get()) is not None:
        await asyncio.sleep(0.05)  # the customer takes time
        print(f"sold {loaf}")


async def main() -> None:
    queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=2)
    async with asyncio.TaskGroup() as group:
        group.create_task(produce(queue))
        group.create_task(sell(queue))


asyncio.run(main())
