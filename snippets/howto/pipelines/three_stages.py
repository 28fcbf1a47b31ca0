"""Read, work, write: a task for each stage, a queue between them"""

import asyncio

END = None


async def read(out: asyncio.Queue[int | None]) -> None:
    for number in range(1, 6):
        await out.put(number)
    await out.put(END)


async def square(inp: asyncio.Queue[int | None], out: asyncio.Queue[int | None]) -> None:
    while (number := await inp.get()) is not END:
        await asyncio.sleep(0.01)  # the work
        await out.put(number * number)
    await out.put(END)  # pass the end on


async def write(inp: asyncio.Queue[int | None]) -> None:
    while (number := await inp.get()) is not END:
        print("wrote", number)


async def main() -> None:
    numbers: asyncio.Queue[int | None] = asyncio.Queue(maxsize=2)
    squares: asyncio.Queue[int | None] = asyncio.Queue(maxsize=2)
    async with asyncio.TaskGroup() as group:  # one fails: all end
        group.create_task(read(numbers))
        group.create_task(square(numbers, squares))
        group.create_task(write(squares))
    print("all written")


asyncio.run(main())
