"""A worker fails before task_done, and join() never returns"""

import asyncio


async def fragile(jobs: asyncio.Queue[str]) -> None:
    while True:
        job = await jobs.get()
        int(job)  # fails, and task_done is never called
        jobs.task_done()


async def sturdy(jobs: asyncio.Queue[str]) -> None:
    while True:
        job = await jobs.get()
        try:
            int(job)
        except ValueError as error:
            print("   skipped:", error)
        finally:
            jobs.task_done()


async def main() -> None:
    for worker in (fragile, sturdy):
        jobs: asyncio.Queue[str] = asyncio.Queue()
        for job in ("1", "two", "3"):
            jobs.put_nowait(job)
        task = asyncio.create_task(worker(jobs))
        try:
            async with asyncio.timeout(0.1):
                await jobs.join()
            print(f"{worker.__name__}: all done")
        except TimeoutError:
            print(f"{worker.__name__}: join hangs, the worker died of", repr(task.exception()))
        task.cancel()


asyncio.run(main())
