"""async-lru: one call for ten callers"""
# /// script
# dependencies = ["async-lru"]
# ///

import asyncio

from async_lru import alru_cache

loads = 0


@alru_cache(maxsize=100, ttl=60)
async def load(key: str) -> str:
    global loads
    loads += 1
    await asyncio.sleep(0.05)
    if key == "bad":
        raise ConnectionError("refused")
    return key.upper()


async def main() -> None:
    print(set(await asyncio.gather(*(load("a") for _ in range(10)))), "loads:", loads)
    for _ in range(2):
        try:
            await load("bad")
        except ConnectionError:
            print("error, loads:", loads)
    print("in the cache:", load.cache_info().currsize)


asyncio.run(main())
