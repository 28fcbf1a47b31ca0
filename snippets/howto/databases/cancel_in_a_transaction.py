"""Cancelled between two statements: without a rollback, half of the transfer is committed later"""
# /// script
# dependencies = ["aiosqlite"]
# ///

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiosqlite


@asynccontextmanager
async def transaction(database: aiosqlite.Connection) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:  # CancelledError, too
        await database.rollback()
        raise
    await database.commit()


async def move(database: aiosqlite.Connection, amount: int) -> None:
    await database.execute("UPDATE account SET balance = balance - ? WHERE name = 'Ada'", (amount,))
    await asyncio.sleep(60)  # it is cancelled here
    await database.execute("UPDATE account SET balance = balance + ? WHERE name = 'Bob'", (amount,))


async def move_and_commit(database: aiosqlite.Connection, amount: int) -> None:
    await move(database, amount)
    await database.commit()


async def move_in_transaction(database: aiosqlite.Connection, amount: int) -> None:
    async with transaction(database):
        await move(database, amount)


async def main() -> None:
    for transfer in (move_and_commit, move_in_transaction):
        async with aiosqlite.connect(":memory:") as database:
            await database.execute("CREATE TABLE account (name TEXT, balance INTEGER)")
            await database.executemany("INSERT INTO account VALUES (?, ?)", [("Ada", 100), ("Bob", 100)])
            await database.commit()
            with suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await transfer(database, 30)
            await database.commit()  # what the next user of the connection does
            async with database.execute("SELECT name, balance FROM account") as cursor:
                print(f"{transfer.__name__}:", {name: balance async for name, balance in cursor})


asyncio.run(main())
