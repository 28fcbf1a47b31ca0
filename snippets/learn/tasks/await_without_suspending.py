"""An await that suspends nothing lets no other task run"""

import asyncio

turns = 0


async def other_task() -> None:
    global turns
    while True:
        turns += 1
        await asyncio.sleep(0)


async def add(a: int, b: int) -> int:
    return a + b  # nothing in here waits


async def main() -> None:
    task = asyncio.create_task(other_task())
    total = 0
    for number in range(1000):
        total = await add(total, number)
    print("turns of the other task after 1000 awaits of add():", turns)
    await asyncio.sleep(0)
    print("after one await of asyncio.sleep(0):", turns)
    print("the other task is done:", task.done())  # asyncio.run cancels it


asyncio.run(main())
