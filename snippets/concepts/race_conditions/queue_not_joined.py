"""A worker is cancelled when its queue is empty, which isn't when its last job is done"""

import asyncio

done: list[int] = []


async def work(queue: asyncio.Queue[int]) -> None:
    while True:
        job = await queue.get()
        await asyncio.sleep(0.1)  # stores a result
        done.append(job)
        queue.task_done()


async def main() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    worker = asyncio.create_task(work(queue), name="worker")
    for job in (1, 2, 3):
        queue.put_nowait(job)
    while not queue.empty():
        await asyncio.sleep(0.15)
    await asyncio.sleep(0.15)  # time enough for the last job
    worker.cancel()
    print("done:", done)


asyncio.run(main())
