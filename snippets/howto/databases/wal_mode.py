"""PRAGMA journal_mode=WAL: reading and writing at the same time"""

import sqlite3
import tempfile
from contextlib import closing


def write_while_reading(path: str) -> str:
    with closing(sqlite3.connect(path, timeout=0)) as reader, closing(sqlite3.connect(path, timeout=0)) as writer:
        rows = reader.execute("SELECT value FROM number")
        first = next(rows)  # the query isn't finished, so the reader holds its lock
        try:
            writer.execute("INSERT INTO number VALUES (1000)")
            writer.commit()
        except sqlite3.OperationalError as error:
            return f"OperationalError: {error}"
        rest = rows.fetchall()
        return f"written, while the reader sees {len([first, *rest])} rows"


with tempfile.TemporaryDirectory() as directory:
    path = f"{directory}/numbers.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE number (value INTEGER)")
        connection.executemany("INSERT INTO number VALUES (?)", [(value,) for value in range(100)])
        connection.commit()

    for mode in ("DELETE", "WAL"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA journal_mode={mode}")
        print(f"journal_mode={mode}:", write_while_reading(path))
