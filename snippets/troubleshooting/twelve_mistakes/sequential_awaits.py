"""A loop that waits for each answer before it asks again"""

import asyncio


async def ask(shop: str) -> str:
    print("asked", shop)
    await asyncio.sleep(0.1)
    return f"{shop}: 3 euros"


async def main() -> None:
    for shop in ("north", "south", "west"):
        print(await ask(shop))  # the mistake: the next shop isn't asked before this one has answered


asyncio.run(main())
