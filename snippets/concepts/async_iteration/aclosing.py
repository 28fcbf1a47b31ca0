"""aclosing ends the generator where you leave it"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing


async def rows() -> AsyncGenerator[int, None]:
    print("open the connection")
    try:
        for number in range(100):
            await asyncio.sleep(0)
            yield number
    finally:
        await asyncio.sleep(0)  # it may even wait here
        print("close the connection")


async def main() -> None:
    async with aclosing(rows()) as found:
        async for row in found:
            if row == 2:
                print("found it")
                break
    print("main goes on, the connection is closed")


asyncio.run(main())
