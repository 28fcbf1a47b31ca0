"""Fetch a million pages, three at a time, and stop at the fifth"""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing

from bounded_map import bounded_map

pulled: list[int] = []
running: list[int] = []
peak = 0


def pages() -> Iterator[int]:
    for page in range(1, 1_000_001):
        pulled.append(page)
        yield page


async def fetch(page: int) -> str:
    global peak
    running.append(page)
    peak = max(peak, len(running))
    try:
        await asyncio.sleep(0.05 if page % 3 == 1 else 0.01)
        return f"page {page}"
    finally:
        running.remove(page)


async def main() -> None:
    async with aclosing(bounded_map(fetch, pages(), limit=3)) as results:
        async for text in results:
            print(text)
            if text == "page 5":
                break
    print("at most at a time:", peak)
    print("pulled of a million:", len(pulled))
    print("still running:", len(running))


asyncio.run(main())
