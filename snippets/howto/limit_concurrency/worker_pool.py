"""A worker pool: three workers and a bounded queue"""

import asyncio
from collections.abc import AsyncIterator


async def read_urls() -> AsyncIterator[str]:
    for number in range(9):
        await asyncio.sleep(0)  # faster than the workers
        yield f"/page/{number}"


async def worker(name: str, queue: asyncio.Queue[str | None], done: list[str]) -> None:
    while (url := await queue.get()) is not None:
        await asyncio.sleep(0.05)  # the request
        done.append(url)


async def main() -> None:
    queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=3)
    done: list[str] = []
    longest = 0
    async with asyncio.TaskGroup() as group:
        for name in "ABC":
            group.create_task(worker(name, queue, done))
        async for url in read_urls():
            await queue.put(url)  # waits while the queue is full
            longest = max(longest, queue.qsize())
        for _ in "ABC":
            await queue.put(None)  # one for each worker: no more to come
    print("done:", len(done), "in any order:", sorted(done)[0], "to", sorted(done)[-1])
    print("never more than 3 waiting:", longest <= 3)


asyncio.run(main())
