"""A worker that is cancelled after get() loses its job, unless it stores it"""

import asyncio

unfinished: list[str] = []


async def careful(queue: asyncio.Queue[str]) -> None:
    job = await queue.get()
    try:
        await asyncio.sleep(1)  # the work
    except asyncio.CancelledError:
        # Not queue.put_nowait(job): the queue may be full again, and QueueFull would replace the cancellation.
        unfinished.append(job)
        raise


async def careless(queue: asyncio.Queue[str]) -> None:
    await queue.get()
    await asyncio.sleep(1)


async def main() -> None:
    for worker in (careless, careful):
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
        queue.put_nowait("first job")
        task = asyncio.create_task(worker(queue))
        await asyncio.sleep(0.05)
        queue.put_nowait("second job")  # the queue is full again
        task.cancel()
        await asyncio.wait([task])
        jobs = [*unfinished, queue.get_nowait()]
        print(f"{worker.__name__}: cancelled: {task.cancelled()}, jobs left: {jobs}")


asyncio.run(main())
