"""A client with a timeout"""

import asyncio


async def ask() -> str:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    return await answer  # stands for a server that never answers


async def main() -> None:
    try:
        async with asyncio.timeout(0.5):
            print(await ask())
    except TimeoutError:
        print("no answer within half a second")


asyncio.run(main())
