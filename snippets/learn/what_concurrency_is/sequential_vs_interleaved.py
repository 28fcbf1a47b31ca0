"""The same three waits, one after the other and interleaved"""

import asyncio
import time

WAIT = 0.4  # seconds
DISHES = ("soup", "curry", "tea")


async def order(dish: str) -> None:
    print(f"  {dish}: ordered")
    await asyncio.sleep(WAIT)  # the kitchen works, this program only waits
    print(f"  {dish}: served")


async def main() -> None:
    print("One after the other")
    start = time.perf_counter()
    for dish in DISHES:
        await order(dish)
    print(f"  took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")

    print("Interleaved")
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for dish in DISHES:
            group.create_task(order(dish))
    print(f"  took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")


asyncio.run(main())
