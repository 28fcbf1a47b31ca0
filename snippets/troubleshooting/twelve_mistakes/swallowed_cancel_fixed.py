"""A worker that catches only the failures of a job"""

import asyncio


async def worker() -> None:
    for job in (1, 2, 3):
        try:
            await asyncio.sleep(0.2)
            print("job", job, "done")
        except OSError as error:
            print("job", job, "failed:", type(error).__name__)


async def main() -> None:
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait({task})
    print("cancelled:", task.cancelled())


asyncio.run(main())
