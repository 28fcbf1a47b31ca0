"""Read, shrink and save pictures: a slow stage slows the reader down, a failing stage ends the pipeline"""

import asyncio
from collections.abc import Iterator

from pipeline import Pipeline, Stage

read: list[int] = []
saved: list[int] = []


def pictures() -> Iterator[int]:
    for number in range(1, 1_001):
        read.append(number)
        yield number


async def shrink(number: int) -> int:
    await asyncio.sleep(0.001)
    return number


async def save(number: int) -> None:
    await asyncio.sleep(0.005)
    if number == 20:
        raise OSError("the disk is full")
    saved.append(number)


async def main() -> None:
    pipeline = Pipeline(Stage(shrink, workers=3), save, maxsize=2)
    print("went through:", await pipeline.run(range(1, 11)), "and saved:", len(saved))

    try:
        await pipeline.run(pictures())
    except* OSError as group:
        print("ended by:", *group.exceptions)
    # 20 have reached the last stage, two queues hold 2 each, 3 are being shrunk, and 1 waits for room.
    print("read of a thousand no more than 28:", len(read) <= 28)
    print("tasks left:", len(asyncio.all_tasks()) - 1)


asyncio.run(main())
