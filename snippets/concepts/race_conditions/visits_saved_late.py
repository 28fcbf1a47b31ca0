"""Two visits, each of which is read, saved and counted"""

import asyncio

visitors = 0


async def count_visit(arrives: float) -> None:
    global visitors
    await asyncio.sleep(arrives)  # until the visitor comes
    seen = visitors
    await asyncio.sleep(0.1)  # saves the visit in a database
    visitors = seen + 1


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(count_visit(0.1), name="ada's visit")
        group.create_task(count_visit(0.25), name="bob's visit")
    print("visitors:", visitors)


asyncio.run(main())
