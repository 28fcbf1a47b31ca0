"""At most three at a time, with a semaphore"""

import asyncio

running = 0
peak = 0


async def fetch(number: int, limit: asyncio.Semaphore) -> int:
    global running, peak
    async with limit:
        running += 1
        peak = max(peak, running)
        await asyncio.sleep(0.05)  # the request
        running -= 1
    return number


async def main() -> None:
    limit = asyncio.Semaphore(3)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(number, limit)) for number in range(12)]
    print("fetched:", len([task.result() for task in tasks]))
    print("most at the same time:", peak)


asyncio.run(main())
