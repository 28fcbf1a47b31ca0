"""Draw when each task is in progress"""

import asyncio
import time

UNIT = 0.2  # seconds that one # stands for
JOBS = {"tea": 1, "toast": 2, "eggs": 3}  # how many units each one waits


def units_since(start: float) -> int:
    # A sleep may last a little longer than asked: what is left over of a unit doesn't count.
    return int((time.perf_counter() - start) / UNIT + 0.05)


async def job(name: str, units: int, start: float) -> None:
    begin = units_since(start)
    await asyncio.sleep(units * UNIT)
    end = units_since(start)
    print(f"  {name:5} |{' ' * begin}{'#' * (end - begin)}")


async def main() -> None:
    print("One after the other")
    start = time.perf_counter()
    for name, units in JOBS.items():
        await job(name, units, start)

    print("Interleaved")
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for name, units in JOBS.items():
            group.create_task(job(name, units, start))


asyncio.run(main())
