"""shield saves the work, and leaves it alone"""

import asyncio

kept: set[asyncio.Task[None]] = set()


async def save(disk: asyncio.Event) -> None:
    print("save: writing")
    await disk.wait()
    await asyncio.sleep(0.05)  # and it takes its time
    print("save: on disk")


async def handle(disk: asyncio.Event) -> None:
    task = asyncio.create_task(save(disk))
    kept.add(task)  # or nobody would refer to it
    try:
        await asyncio.shield(task)
    finally:
        print("handle: gone, saved:", task.done())


async def main() -> None:
    disk = asyncio.Event()
    request = asyncio.create_task(handle(disk))
    await asyncio.sleep(0.05)
    request.cancel()  # the client hung up
    await asyncio.wait([request])
    print("main: request cancelled:", request.cancelled())
    disk.set()  # only now the disk is ready
    await asyncio.gather(*kept)  # without this line, run() would cancel it
    print("main: nothing is lost")


asyncio.run(main())
