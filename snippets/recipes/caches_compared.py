"""The first caller is cancelled: async-lru and our ttl_cache"""
# /// script
# dependencies = ["async-lru"]
# ///

import asyncio
from collections.abc import Awaitable, Callable

from async_lru import alru_cache
from ttl_cache import ttl_cache


async def load(key: str) -> str:
    try:
        await asyncio.sleep(0.1)
    except asyncio.CancelledError:
        print("  the load was cancelled")
        raise
    return key.upper()


async def main() -> None:
    functions: list[Callable[[str], Awaitable[str]]] = [alru_cache(ttl=60)(load), ttl_cache(ttl=60)(load)]
    for name, cached in zip(("async-lru", "ttl_cache"), functions, strict=True):
        print(name)
        first, second = asyncio.ensure_future(cached("a")), asyncio.ensure_future(cached("a"))
        await asyncio.sleep(0)
        first.cancel()
        print("  the second caller got", await second)

        last = asyncio.ensure_future(cached("b"))
        await asyncio.sleep(0.01)
        last.cancel()
        await asyncio.wait([last])
        await asyncio.sleep(0)
        print("  the only caller was cancelled:", last.cancelled())


asyncio.run(main())
