"""sqlite3 with asyncio.to_thread: a connection stays in the thread that opened it"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path


def names(path: Path) -> list[str]:
    """Opens, queries and closes in one thread."""
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM person ORDER BY name")]


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "people.db")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE person (name TEXT)")
            connection.executemany("INSERT INTO person VALUES (?)", [("Ada",), ("Bob",)])
            connection.commit()
            try:
                await asyncio.to_thread(connection.execute, "SELECT 1")
            except sqlite3.ProgrammingError as error:
                print("ProgrammingError:", str(error).partition(".")[0])
        print("in one thread:", await asyncio.to_thread(names, path))


asyncio.run(main())
