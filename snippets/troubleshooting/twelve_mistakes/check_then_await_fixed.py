"""A cache that stores the task before it awaits it"""

import asyncio

cache: dict[str, asyncio.Task[str]] = {}


async def load(key: str) -> str:
    print("loading", key)
    await asyncio.sleep(0.1)
    return key.upper()


async def get(key: str) -> str:
    if key not in cache:
        cache[key] = asyncio.create_task(load(key))  # no await since the check
    return await cache[key]


async def main() -> None:
    print(await asyncio.gather(get("logo"), get("logo"), get("logo")))


asyncio.run(main())
