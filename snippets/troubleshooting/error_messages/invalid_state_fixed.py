"""await waits for the result, done() says whether to set it"""

import asyncio


async def fetch() -> str:
    await asyncio.sleep(0.1)
    return "42 rows"


async def main() -> None:
    task = asyncio.create_task(fetch())
    print(await task)

    future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    future.cancel()
    if not future.done():
        future.set_result("too late")
    print("the future stays cancelled:", future.cancelled())


asyncio.run(main())
