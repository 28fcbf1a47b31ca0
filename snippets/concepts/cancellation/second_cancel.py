"""A second cancel() interrupts the clean-up"""

import asyncio


async def upload() -> None:
    try:
        await asyncio.sleep(3600)
    finally:
        print("the lock file is removed")  # has no await: it happens in any case
        await asyncio.sleep(0.1)  # tell the server
        print("the server knows")


async def main() -> None:
    for times in (1, 2):
        print(f"cancelled {times} time(s):")
        task = asyncio.create_task(upload())
        for _ in range(times):
            await asyncio.sleep(0.02)
            task.cancel()
        await asyncio.wait([task])


asyncio.run(main())
