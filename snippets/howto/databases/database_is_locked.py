"""sqlite3.OperationalError: database is locked, and what timeout= does"""

import sqlite3
import tempfile
import threading
from contextlib import closing


def write(path: str, timeout: float) -> str:
    with closing(sqlite3.connect(path, timeout=timeout)) as connection:
        try:
            connection.execute("UPDATE counter SET value = value + 1")
            connection.commit()
        except sqlite3.OperationalError as error:
            return f"OperationalError: {error}"
        return "written"


with tempfile.TemporaryDirectory() as directory:
    path = f"{directory}/counter.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as holder:
        holder.execute("CREATE TABLE counter (value INTEGER)")
        holder.execute("INSERT INTO counter VALUES (0)")

        holder.execute("BEGIN IMMEDIATE")  # a transaction that writes, and takes its time
        print("timeout=0.1:", write(path, timeout=0.1))

        ends_soon = threading.Timer(0.2, holder.execute, ["COMMIT"])
        ends_soon.start()
        print("timeout=30: ", write(path, timeout=30))
        ends_soon.join()
