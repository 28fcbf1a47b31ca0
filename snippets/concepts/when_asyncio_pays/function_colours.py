"""One function becomes async, and its callers have to follow"""

import asyncio
from typing import Any


async def rate() -> float:  # was a plain function, until the rates came from a server
    await asyncio.sleep(0)
    return 1.5


def price_then(amount: float) -> float:
    current: Any = rate()  # the mistake: a coroutine, and not a number
    try:
        return amount * float(current)
    finally:
        current.close()  # or Python warns that it was never awaited


async def price_now(amount: float) -> float:
    return amount * await rate()


async def main() -> None:
    try:
        price_then(10)
    except TypeError as error:
        print("TypeError:", error)
    print("price:", await price_now(10))


asyncio.run(main())
