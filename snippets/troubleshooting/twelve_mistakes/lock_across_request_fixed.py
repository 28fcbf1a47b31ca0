"""A lock around the write only"""

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
    price = await ask(shop)
    async with journal_lock:
        await write(price)


async def main() -> None:
    await asyncio.gather(update("north"), update("south"), update("west"))


asyncio.run(main())
