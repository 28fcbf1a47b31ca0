"""cancel() asks a task to stop; the task cleans up and stops"""

import asyncio


async def worker() -> None:
    print("worker: file opened")
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("worker: asked to stop")
        raise  # stop
    finally:
        await asyncio.sleep(0.1)  # clean-up may wait, too
        print("worker: file closed")


async def main() -> None:
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.1)
    print("main: cancel() returns at once:", task.cancel())
    print("main: done already?", task.done())
    try:
        await task
    except asyncio.CancelledError:
        print("main: it has ended, cancelled:", task.cancelled())


asyncio.run(main())
