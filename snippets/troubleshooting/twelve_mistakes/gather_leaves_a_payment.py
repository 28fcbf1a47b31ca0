"""gather raises the first error, and the other task continues"""

import asyncio


async def reserve() -> None:
    await asyncio.sleep(0.05)
    raise LookupError("sold out")


async def pay() -> None:
    await asyncio.sleep(0.5)
    print("paid")


async def main() -> None:
    try:
        await asyncio.gather(reserve(), pay())  # the mistake: pay() is not stopped
    except LookupError as error:
        print("order failed:", error)
    await asyncio.sleep(0.6)  # the program continues


asyncio.run(main())
