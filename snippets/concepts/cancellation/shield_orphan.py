"""asyncio.shield: the work continues after the cancellation"""

import asyncio

kept: set[asyncio.Task[None]] = set()


async def save(disk: asyncio.Event) -> None:
    print("save: writing")
    await disk.wait()
    await asyncio.sleep(0.05)  # writing takes some time
    print("save: on disk")


async def handle(disk: asyncio.Event) -> None:
    task = asyncio.create_task(save(disk))
    kept.add(task)  # the only reference to the task
    try:
        await asyncio.shield(task)
    finally:
        print("handle: ended, saved:", task.done())


async def main() -> None:
    disk = asyncio.Event()
    request = asyncio.create_task(handle(disk))
    await asyncio.sleep(0.05)
    request.cancel()  # the client hung up
    await asyncio.wait([request])
    print("main: request cancelled:", request.cancelled())
    disk.set()  # the disk is ready only now
    await asyncio.gather(*kept)  # without this line, run() would cancel the task
    print("main: nothing is lost")


asyncio.run(main())
