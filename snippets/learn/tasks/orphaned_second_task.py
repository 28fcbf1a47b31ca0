"""The first task fails, and no code waits for the second"""

import asyncio


async def reserve_seat() -> None:
    await asyncio.sleep(0.05)
    raise LookupError("no seat left")


async def charge_card() -> None:
    await asyncio.sleep(0.2)
    print("card charged")


async def book() -> None:
    task1 = asyncio.create_task(reserve_seat())
    task2 = asyncio.create_task(charge_card())
    await task1
    await task2  # never reached


async def main() -> None:
    try:
        await book()
    except LookupError as error:
        print("booking failed:", error)
    await asyncio.sleep(0.3)  # the program continues with other work


asyncio.run(main())
