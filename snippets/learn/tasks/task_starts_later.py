"""create_task schedules, the next suspension starts"""

import asyncio


async def child() -> None:
    print("3 the task starts")
    await asyncio.sleep(0)
    print("5 the task goes on")


async def main() -> None:
    print("1 before create_task")
    task = asyncio.create_task(child())
    print("2 after create_task")
    await asyncio.sleep(0)  # main suspends: now the task gets its turn
    print("4 main goes on")
    await task
    print("6 the task is done")


asyncio.run(main())
