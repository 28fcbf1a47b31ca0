"""A TaskGroup cancels the other tasks when one fails"""

import asyncio


async def reserve() -> None:
    await asyncio.sleep(0.05)
    raise LookupError("sold out")


async def pay() -> None:
    await asyncio.sleep(0.2)
    print("paid")


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(reserve())
            group.create_task(pay())
    except* LookupError as errors:
        print("order failed:", errors.exceptions[0])
    await asyncio.sleep(0.3)  # the program continues


asyncio.run(main())
