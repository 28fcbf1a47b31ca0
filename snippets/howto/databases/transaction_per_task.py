"""A pool of connections: each task has its own connection, and its own transaction"""
# /// script
# dependencies = ["aiosqlite"]
# ///

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiosqlite


class Pool:
    """A few connections, lent to one task at a time."""

    def __init__(self, path: str, size: int) -> None:
        self.path, self.size = path, size
        self.free: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        self.stack = AsyncExitStack()

    async def __aenter__(self) -> "Pool":
        for _ in range(self.size):
            self.free.put_nowait(
                await self.stack.enter_async_context(aiosqlite.connect(self.path, isolation_level=None))
            )
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.stack.aclose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        connection = await self.free.get()
        try:
            await connection.execute("BEGIN IMMEDIATE")
            yield connection
            await connection.commit()
        except BaseException:  # also a cancellation, during BEGIN as well
            await connection.rollback()
            raise
        finally:
            self.free.put_nowait(connection)


async def order(pool: Pool, item: str, works: bool) -> None:
    async with pool.transaction() as connection:
        await connection.execute("INSERT INTO orders VALUES (?)", (item,))
        if not works:
            raise ValueError("not paid")


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        async with Pool(f"{directory}/shop.db", size=2) as pool:
            async with pool.transaction() as connection:
                await connection.execute("CREATE TABLE orders (item TEXT)")
            results = await asyncio.gather(
                *(order(pool, item, item != "cake") for item in ("tea", "cake", "milk", "bread")),
                return_exceptions=True,
            )
            print("results:", results)
            async with pool.transaction() as connection:
                async with connection.execute("SELECT item FROM orders ORDER BY item") as cursor:
                    print("orders:", [item async for (item,) in cursor])


asyncio.run(main())
