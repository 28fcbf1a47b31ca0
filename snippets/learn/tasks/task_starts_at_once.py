# /// script
# requires-python = ">=3.14"
# ///
"""An eager task starts inside create_task"""

import asyncio


async def child() -> None:
    print("2 the task starts")
    await asyncio.sleep(0)
    print("4 the task goes on")


async def main() -> None:
    print("1 before create_task")
    task = asyncio.create_task(child(), eager_start=True)
    print("3 after create_task")
    await task
    print("5 the task is done")


asyncio.run(main())
