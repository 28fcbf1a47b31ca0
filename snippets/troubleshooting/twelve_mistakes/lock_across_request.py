"""A lock that is held during a slow request"""

import asyncio

journal_lock = asyncio.Lock()


async def ask(shop: str) -> str:
    print("asked", shop)
    await asyncio.sleep(0.1)
    return f"{shop}: 3 euros"


async def write(line: str) -> None:
    await asyncio.sleep(0)  # a file that one task at a time may write
    print("wrote", line)


async def update(shop: str) -> None:
    async with journal_lock:
        await write(await ask(shop))  # the mistake: asking needs no lock


async def main() -> None:
    await asyncio.gather(update("north"), update("south"), update("west"))


asyncio.run(main())
