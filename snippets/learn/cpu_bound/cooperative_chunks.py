"""A long computation that suspends between its pieces"""

import asyncio
import time


def piece() -> int:
    return sum(range(50_000))


async def compute(pieces: int) -> int:
    total = 0
    for _ in range(pieces):
        total += piece()
        await asyncio.sleep(0)  # suspend once: each task that is ready gets a turn
    return total


async def heartbeat(beats: list[float]) -> None:
    while True:
        beats.append(time.perf_counter())
        await asyncio.sleep(0)


async def main() -> None:
    beats: list[float] = []
    heart = asyncio.create_task(heartbeat(beats))
    total = await compute(pieces=100)
    heart.cancel()
    print("total:", total)
    print("turns for the heartbeat:", len(beats))


asyncio.run(main())
