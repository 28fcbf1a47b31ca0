"""What overlaps and what does not"""

import asyncio
import time


async def wait() -> None:
    await asyncio.sleep(0.3)


async def compute() -> None:
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass


async def measure(kind: str, work: list[asyncio.Task[None]]) -> None:
    start = time.perf_counter()
    await asyncio.gather(*work)
    units = (time.perf_counter() - start) / 0.3
    print(f"three times {kind}: the time of", "one" if units < 2.5 else "three")


async def main() -> None:
    for kind, function in (("waiting", wait), ("computing", compute)):
        await measure(kind, [asyncio.create_task(function()) for _ in range(3)])


asyncio.run(main())
