"""A deadlock is reported, and a day of heartbeats passes in milliseconds"""

import asyncio

from virtual_time import Deadlock, virtual_run


async def wait_for_news() -> None:
    news = asyncio.Event()
    await news.wait()


async def count_heartbeats(beats: list[float]) -> None:
    while True:
        await asyncio.sleep(60)
        beats.append(asyncio.get_running_loop().time())


async def day() -> int:
    beats: list[float] = []
    try:
        async with asyncio.timeout(24 * 60 * 60 + 1):
            await count_heartbeats(beats)
    except TimeoutError:
        pass
    return len(beats)


try:
    virtual_run(wait_for_news())
except Deadlock as error:
    print(error)
print("heartbeats in a day:", virtual_run(day()))
