"""break leaves an async generator open until the end of the program"""

import asyncio
from collections.abc import AsyncIterator


async def rows() -> AsyncIterator[int]:
    print("open the connection")
    try:
        for number in range(100):
            await asyncio.sleep(0)
            yield number
    finally:
        print("close the connection")


async def main() -> None:
    found = rows()
    async for row in found:
        if row == 2:
            print("found it")
            break
    print("main continues, the connection is open")
    await asyncio.sleep(0.02)
    print("main is over")


asyncio.run(main())  # run() closes what is left, at the very end
