"""A task fills a queue, and the group stays with who owns it"""

import asyncio


async def fail() -> None:
    await asyncio.sleep(0.02)
    raise OSError("the feed broke")


async def feed(numbers: asyncio.Queue[int]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        for number in range(3):
            await numbers.put(number)  # a wait of this task, and of nobody else


async def main() -> None:
    numbers: asyncio.Queue[int] = asyncio.Queue(maxsize=1)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(feed(numbers))
            while True:
                print("got", await numbers.get())
                await asyncio.sleep(0.1)
    except* OSError as errors:
        inner = errors.exceptions[0]
        assert isinstance(inner, ExceptionGroup)
        print("main hears the reason:", inner.exceptions[0])


asyncio.run(main())
