"""aiosqlite: await a query, iterate over its rows, commit"""
# /// script
# dependencies = ["aiosqlite"]
# ///

import asyncio

import aiosqlite


async def main() -> None:
    async with aiosqlite.connect(":memory:") as database:
        await database.execute("CREATE TABLE person (name TEXT, born INTEGER)")
        people = [("Ada", 1815), ("Grace", 1906), ("Edsger", 1930)]
        await database.executemany("INSERT INTO person VALUES (?, ?)", people)
        await database.commit()

        query = "SELECT name, born FROM person WHERE born > ? ORDER BY born"
        async with database.execute(query, (1900,)) as cursor:
            async for name, born in cursor:
                print(name, born)

        async with database.execute("SELECT count(*) FROM person") as cursor:
            row = await cursor.fetchone()
            print("people:", row[0] if row else None)


asyncio.run(main())
