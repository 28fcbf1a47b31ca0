"""Two tasks on one connection share one transaction: a rollback undoes both"""
# /// script
# dependencies = ["aiosqlite"]
# ///

import asyncio

import aiosqlite


async def order(database: aiosqlite.Connection, item: str, paid: asyncio.Event, works: bool) -> None:
    await database.execute("INSERT INTO orders VALUES (?)", (item,))
    await paid.wait()  # meanwhile the other task uses the connection
    if works:
        await database.commit()
        print(f"{item}: committed")
    else:
        await database.rollback()
        print(f"{item}: rolled back")


async def main() -> None:
    async with aiosqlite.connect(":memory:") as database:
        await database.execute("CREATE TABLE orders (item TEXT)")
        await database.commit()
        tea_paid, cake_paid = asyncio.Event(), asyncio.Event()
        tea = asyncio.create_task(order(database, "tea", tea_paid, works=True))
        cake = asyncio.create_task(order(database, "cake", cake_paid, works=False))
        while database.total_changes < 2:  # until both have inserted
            await asyncio.sleep(0.01)

        cake_paid.set()
        await cake
        tea_paid.set()
        await tea
        async with database.execute("SELECT item FROM orders") as cursor:
            print("orders:", [item async for (item,) in cursor])


asyncio.run(main())
