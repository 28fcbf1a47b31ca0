"""Two hundred requests in the same instant"""

import asyncio

open_now = peak = 0


async def fetch(number: int) -> int:
    global open_now, peak
    open_now += 1
    peak = max(peak, open_now)
    await asyncio.sleep(0.01)  # stands for a request
    open_now -= 1
    return number


async def main() -> None:
    pages = await asyncio.gather(*(fetch(n) for n in range(200)))  # the mistake: all at once
    print(len(pages), "pages, requests at once:", peak)


asyncio.run(main())
