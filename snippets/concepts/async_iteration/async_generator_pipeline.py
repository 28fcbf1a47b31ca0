"""Stages that pull from each other, one item at a time"""

import asyncio
from collections.abc import AsyncIterator


async def read(lines: list[str]) -> AsyncIterator[str]:
    for line in lines:
        await asyncio.sleep(0)  # from a socket, say
        print(f"read {line!r}")
        yield line


async def numbers(lines: AsyncIterator[str]) -> AsyncIterator[int]:
    async for line in lines:
        if line.isdecimal():
            yield int(line)


async def main() -> None:
    async for number in numbers(read(["1", "two", "3"])):
        print(f"   got {number}")
    print("sum:", sum([number async for number in numbers(read(["4", "5"]))]))


asyncio.run(main())
