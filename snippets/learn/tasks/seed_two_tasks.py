"""Two tasks in the time of one"""

import asyncio
import time

WAIT = 0.4  # seconds


async def fetch_data(name: str) -> str:
    print(f"{name}: start fetching data...")
    await asyncio.sleep(WAIT)  # stands for a network delay
    print(f"{name}: data fetched!")
    return f"data of {name}"


async def main() -> None:
    start = time.perf_counter()
    task1 = asyncio.create_task(fetch_data("first"))
    task2 = asyncio.create_task(fetch_data("second"))
    data1 = await task1
    data2 = await task2
    print(data1, "and", data2)
    print(f"took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")


asyncio.run(main())
