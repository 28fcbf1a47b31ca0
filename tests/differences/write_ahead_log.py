"""SQLite's write-ahead log (PRAGMA journal_mode=WAL)"""

import os
import sqlite3
import subprocess
import sys
import tempfile

os.chdir(tempfile.mkdtemp())
CHILD = """
import sqlite3
try:
    print(sqlite3.connect("file.db", timeout=0).execute("SELECT count(*) FROM work").fetchone())
except sqlite3.OperationalError as error:
    print(error)
"""
mine = sqlite3.connect("file.db")
mine.execute("PRAGMA journal_mode=WAL")
mine.execute("CREATE TABLE work (number)")


def ask():
    return subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True).stdout


said = ask()
mine.execute("INSERT INTO work VALUES (1)")
mine.commit()
print(said, mine.execute("SELECT count(*) FROM work").fetchone())
mine.close()
if said == "locking protocol\n" and ask() == "(1,)\n":
    print("as the table says")
