"""A function that awaits is async, and asyncio.run starts it"""

import asyncio


async def fetch() -> str:
    async with asyncio.timeout(1):
        await asyncio.sleep(0.1)  # stands for a request
        return "the answer"


async def main() -> None:
    print(await fetch())


asyncio.run(main())
