"""A loop that starts tasks, and waits for all of them"""

import asyncio


async def ask(shop: str) -> str:
    print("asked", shop)
    await asyncio.sleep(0.1)
    return f"{shop}: 3 euros"


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(shop)) for shop in ("north", "south", "west")]
    for task in tasks:
        print(task.result())


asyncio.run(main())
