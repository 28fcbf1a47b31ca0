"""`sqlite3` in several threads at once: one waits in C for a lock on the file while others take turns at locks of Python's"""

import os
import sqlite3
import tempfile
import threading

path = os.path.join(tempfile.mkdtemp(), "orders.db")
sqlite3.connect(path).execute("create table orders (number)")
baton = threading.Semaphore()
turns: list[int] = []


def write(first: int) -> None:
    connection = sqlite3.connect(path, timeout=20)
    for number in range(first, first + 15):
        with connection:
            connection.execute("insert into orders values (?)", (number,))
    connection.close()


def take_turns(number: int) -> None:
    for _ in range(200):
        with baton:
            turns.append(number)


threads = [threading.Thread(target=write, args=(100 * number,)) for number in range(4)]
threads += [threading.Thread(target=take_turns, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

connection = sqlite3.connect(path)
print(connection.execute("select count(*), count(distinct number) from orders").fetchone())
print(connection.execute("pragma integrity_check").fetchone(), len(turns), threading.active_count())
