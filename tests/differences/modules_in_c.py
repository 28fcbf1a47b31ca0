"""modules in C"""

import socket
import sqlite3

print(sqlite3.sqlite_version, sqlite3.threadsafety, getattr(socket, "CAPI", None))
if sqlite3.threadsafety == 0:
    print("as the table says")
