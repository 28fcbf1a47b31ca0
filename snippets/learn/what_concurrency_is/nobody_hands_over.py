"""Three tasks that never let each other run"""

import asyncio
import time


async def order(dish: str) -> None:
    print(f"{dish}: ordered")
    time.sleep(0.05)  # noqa: ASYNC251 - the mistake: it stops the whole thread
    print(f"{dish}: served")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for dish in ("soup", "curry", "tea"):
            group.create_task(order(dish))


asyncio.run(main())
