"""The same three waits, interleaved"""

import asyncio


async def order(dish: str) -> None:
    print(f"{dish}: ordered")
    await asyncio.sleep(0.4)  # the kitchen works, this program only waits
    print(f"{dish}: served")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for dish in ("soup", "curry", "tea"):
            group.create_task(order(dish), name=dish)


asyncio.run(main())
