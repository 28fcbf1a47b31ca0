"""A task and a queue instead of a generator: the right task is cancelled"""

import asyncio


async def fail() -> None:
    await asyncio.sleep(0.02)
    raise OSError("the feed broke")


async def feed(numbers: asyncio.Queue[int]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        for number in range(3):
            await numbers.put(number)  # suspends this task only


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
        print("main gets the reason:", inner.exceptions[0])


asyncio.run(main())
