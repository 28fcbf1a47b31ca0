"""A cache that loads three times, because it awaits between check and write"""

import asyncio

cache: dict[str, str] = {}


async def load(key: str) -> str:
    print("loading", key)
    await asyncio.sleep(0.1)
    return key.upper()


async def get(key: str) -> str:
    if key not in cache:
        cache[key] = await load(key)  # the mistake: the other tasks check while this one waits
    return cache[key]


async def main() -> None:
    print(await asyncio.gather(get("logo"), get("logo"), get("logo")))


asyncio.run(main())
