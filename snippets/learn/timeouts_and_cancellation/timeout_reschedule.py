"""A timeout that starts anew with every sign of life"""

import asyncio
from collections.abc import AsyncIterator


async def chunks() -> AsyncIterator[str]:
    for number in range(3):
        await asyncio.sleep(0.2)
        yield f"chunk {number}"
    await asyncio.sleep(100)  # then the other side falls silent


async def main() -> None:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.5) as patience:
            async for chunk in chunks():
                print(chunk)
                patience.reschedule(loop.time() + 0.5)
    except TimeoutError:
        print("silent for too long")


asyncio.run(main())
