"""Cancelled while its result was on the way: what the queue gave is lost"""

import asyncio

held: list[str] = []


async def take(queue: asyncio.Queue[str]) -> None:
    job = await queue.get()
    try:
        held.append(job)
        await asyncio.sleep(1)  # the work
    except asyncio.CancelledError:
        held.remove(job)
        queue.put_nowait(job)  # give it back, or it is gone
        raise


async def careless(queue: asyncio.Queue[str]) -> None:
    await queue.get()
    await asyncio.sleep(1)


async def main() -> None:
    for worker in (careless, take):
        queue: asyncio.Queue[str] = asyncio.Queue()
        queue.put_nowait("job")
        task = asyncio.create_task(worker(queue))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.wait([task])
        print(f"{worker.__name__}: jobs left in the queue: {queue.qsize()}")


asyncio.run(main())
