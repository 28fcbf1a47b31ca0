"""A pipeline of three stages, with a bounded queue between two"""

import asyncio

END = None


async def read(out: asyncio.Queue[int | None]) -> None:
    for number in range(1, 6):
        await out.put(number)
    await out.put(END)


async def square(source: asyncio.Queue[int | None], out: asyncio.Queue[int | None]) -> None:
    while (number := await source.get()) is not END:
        await asyncio.sleep(0.01)  # the work
        await out.put(number * number)
    await out.put(END)  # pass the end on


async def write(source: asyncio.Queue[int | None]) -> None:
    while (number := await source.get()) is not END:
        print("wrote", number)


async def main() -> None:
    numbers: asyncio.Queue[int | None] = asyncio.Queue(maxsize=2)
    squares: asyncio.Queue[int | None] = asyncio.Queue(maxsize=2)
    async with asyncio.TaskGroup() as group:  # if one fails, all are cancelled
        group.create_task(read(numbers))
        group.create_task(square(numbers, squares))
        group.create_task(write(squares))
    print("all written")


asyncio.run(main())
