"""Nested semaphores: tasks that hold a permit and wait for another one"""

import asyncio


async def download(part: int, limit: asyncio.Semaphore) -> int:
    async with limit:
        await asyncio.sleep(0.01)
        return part


async def album_stuck(limit: asyncio.Semaphore) -> int:
    async with limit:  # the mistake: holds a permit while its parts need one each
        return sum(await asyncio.gather(*(download(part, limit) for part in range(3))))


async def album(limit: asyncio.Semaphore) -> int:
    return sum(await asyncio.gather(*(download(part, limit) for part in range(3))))


async def main() -> None:
    for function in (album_stuck, album):
        limit = asyncio.Semaphore(2)
        try:
            async with asyncio.timeout(0.5):
                results = await asyncio.gather(*(function(limit) for _ in range(2)))
            print(f"{function.__name__}: {len(results)} albums")
        except TimeoutError:
            print(f"{function.__name__}: both permits are held by albums that wait for a permit")


asyncio.run(main())
