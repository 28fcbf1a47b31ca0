"""aclosing() closes an async generator at the end of the block"""

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
        await asyncio.sleep(0)  # the clean-up may wait, too
        print("close the connection")


async def main() -> None:
    async with aclosing(rows()) as found:
        async for row in found:
            if row == 2:
                print("found it")
                break
    print("main continues, the connection is closed")


asyncio.run(main())
