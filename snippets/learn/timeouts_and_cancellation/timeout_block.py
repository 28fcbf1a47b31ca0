"""asyncio.timeout limits the time of a block"""

import asyncio


async def slow_answer() -> str:
    await asyncio.sleep(10)
    return "never"


async def main() -> None:
    try:
        async with asyncio.timeout(0.2):
            print("asking")
            print(await slow_answer())
    except TimeoutError:
        print("no answer in time")

    async with asyncio.timeout(5):
        await asyncio.sleep(0.1)
        print("this one was fast enough")


asyncio.run(main())
