"""a C function that computes for long: a query of SQLite, compression"""

import sqlite3
import threading
import time

ticks = 0
over = threading.Event()


def tick() -> None:
    global ticks
    while not over.wait(0.001):
        ticks += 1


connection = sqlite3.connect(":memory:")
threading.Thread(target=tick).start()
time.sleep(0.01)
before = ticks
numbers = "with recursive n(i) as (select 1 union all select i + 1 from n limit 500000)"
row = connection.execute(f"{numbers} select sum(i) from n").fetchone()
after = ticks
print(row)
if after == before:
    over.set()
    print("as the table says")
over.set()
