"""A long computation that lets the others in between its pieces"""

import asyncio
import time


def piece() -> int:
    return sum(range(50_000))


async def compute(pieces: int) -> int:
    total = 0
    for _ in range(pieces):
        total += piece()
        await asyncio.sleep(0)  # suspend once: whoever is ready has a turn
    return total


async def heartbeat(gaps: list[float]) -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(0)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now


async def main() -> None:
    gaps: list[float] = []
    heart = asyncio.create_task(heartbeat(gaps))
    total = await compute(pieces=100)
    heart.cancel()
    print("total:", total)
    print("turns for the heartbeat:", len(gaps) >= 90)


asyncio.run(main())
