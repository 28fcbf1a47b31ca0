"""Two hundred requests, ten at a time"""

import asyncio

open_now = peak = 0
limit = asyncio.Semaphore(10)


async def fetch(number: int) -> int:
    global open_now, peak
    async with limit:
        open_now += 1
        peak = max(peak, open_now)
        await asyncio.sleep(0.01)  # stands for a request
        open_now -= 1
    return number


async def main() -> None:
    pages = await asyncio.gather(*(fetch(n) for n in range(200)))
    print(len(pages), "pages, requests at once:", peak)


asyncio.run(main())
