"""Two tasks that cannot outlive the block they start in"""

import asyncio


async def fetch_data(name: str) -> str:
    await asyncio.sleep(0.2)  # stands for a network delay
    return f"data of {name}"


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        task1 = group.create_task(fetch_data("first"))
        task2 = group.create_task(fetch_data("second"))
        print("inside the block:", task1.done(), task2.done())
    print("after the block: ", task1.done(), task2.done())
    print(task1.result())
    print(task2.result())


asyncio.run(main())
