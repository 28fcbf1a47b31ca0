"""A transaction that reads and then writes: BEGIN fails at its end, BEGIN IMMEDIATE at its start"""

import sqlite3
import tempfile
from contextlib import closing


def add_one(connection: sqlite3.Connection) -> str:
    try:
        connection.execute("UPDATE counter SET value = value + 1")
    except sqlite3.OperationalError as error:
        return f"OperationalError: {error}"
    return "written"


def two_writers(path: str, begin: str) -> None:
    first, second = (sqlite3.connect(path, timeout=seconds, isolation_level=None) for seconds in (30, 0.1))
    with closing(first), closing(second):
        first.execute(begin)
        first.execute("SELECT value FROM counter").fetchone()
        print(begin)
        print("  second, a single statement:", add_one(second))
        print("  first, after its SELECT:   ", add_one(first))
        first.execute("COMMIT")


with tempfile.TemporaryDirectory() as directory:
    path = f"{directory}/counter.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE counter (value INTEGER)")
        connection.execute("INSERT INTO counter VALUES (0)")
    two_writers(path, "BEGIN")
    two_writers(path, "BEGIN IMMEDIATE")
