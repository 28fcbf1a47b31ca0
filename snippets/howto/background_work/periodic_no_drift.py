"""A periodic task without drift: sleep until the next due time"""

import asyncio

UNIT = 0.1


async def work() -> None:
    await asyncio.sleep(UNIT)  # takes one unit itself


async def every_naive(period: float, times: int) -> None:
    for _ in range(times):
        await work()
        await asyncio.sleep(period)  # the work's own time adds up


async def every(period: float, times: int) -> None:
    loop = asyncio.get_running_loop()
    due = loop.time()
    for _ in range(times):
        await work()
        due += period
        await asyncio.sleep(due - loop.time())


async def main() -> None:
    loop = asyncio.get_running_loop()
    for repeat in (every_naive, every):
        start = loop.time()
        await repeat(2 * UNIT, times=3)
        units = int((loop.time() - start) / UNIT)
        print(f"{repeat.__name__}: three times in {'six units' if units < 8 else 'nine units or more'}")


asyncio.run(main())
