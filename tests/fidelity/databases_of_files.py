"""`dbm` and `shelve`: CPython's own, on sqlite3 and on plain files, also between processes"""

import dbm
import dbm.dumb
import dbm.sqlite3
import os
import shelve
import subprocess
import sys
import tempfile

os.chdir(tempfile.mkdtemp())

with shelve.open("shelf") as shelf:
    shelf["jobs"] = [1, 2, {"state": "done"}]
    shelf["pair"] = ("a", b"\0")
print(os.listdir(), dbm.whichdb("shelf"))

CHILD = """
import shelve
with shelve.open("shelf", writeback=True) as shelf:
    shelf["jobs"].append("from the child")
    del shelf["pair"]
"""
subprocess.run([sys.executable, "-c", CHILD], check=True)
with shelve.open("shelf", flag="r") as shelf:
    print(dict(shelf), len(shelf))
    try:
        shelf["new"] = 1
    except dbm.error as error:
        print(type(error).__name__, error)

for module, name in ((dbm.sqlite3, "tables"), (dbm.dumb, "plain")):
    with module.open(name, "c") as database:
        database["one"] = "1"
        database[b"two"] = b"\xff"
        print(module.__name__, sorted(database.keys()), database.get(b"none", b"-"), b"one" in database)
    with module.open(name, "r") as database:
        print(database[b"two"])
    print(dbm.whichdb(name))

try:
    dbm.open("absent", "r")
except dbm.error as error:
    print(type(error).__name__, error)
try:
    shelf["closed"]
except ValueError as error:
    print(error)
