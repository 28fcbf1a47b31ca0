"""time.sleep in a coroutine holds up the other tasks; in a thread it doesn't."""

import asyncio
import time


async def ticker(beats: list[float]) -> None:
    while True:
        await asyncio.sleep(0.02)
        beats.append(time.monotonic())


async def main() -> None:
    beats: list[float] = []
    task = asyncio.create_task(ticker(beats))
    await asyncio.sleep(0.1)
    before = len(beats)
    time.sleep(0.2)
    print("beats while blocked:", len(beats) - before)
    await asyncio.to_thread(time.sleep, 0.2)
    print("beats beside a thread:", len(beats) - before > 3)
    task.cancel()


asyncio.run(main())
