"""time.sleep in a coroutine holds up the other tasks; in a thread it doesn't."""

import asyncio
import time


async def ticker(beats: list[float]) -> None:
    while True:
        await asyncio.sleep(0.02)
        beats.append(time.monotonic())


def sleep_until_four(beats: list[float]) -> bool:
    before = len(beats)
    for _ in range(500):
        time.sleep(0.02)
        if len(beats) >= before + 4:
            return True
    return False


async def main() -> None:
    beats: list[float] = []
    task = asyncio.create_task(ticker(beats))
    await asyncio.sleep(0.1)
    before = len(beats)
    time.sleep(0.2)
    print("beats while blocked:", len(beats) - before)
    print("beats beside a thread:", await asyncio.to_thread(sleep_until_four, beats))
    task.cancel()


asyncio.run(main())
