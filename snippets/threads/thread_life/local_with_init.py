"""A subclass of threading.local runs __init__ in each thread"""

import threading


class Connection(threading.local):
    def __init__(self) -> None:
        self.owner = threading.current_thread().name
        print("connected in", self.owner)


connection = Connection()  # for the thread that creates it


def query(text: str) -> None:
    print(f"{text!r} on the connection of", connection.owner)  # a new thread connects here


for name in ("reader", "writer"):
    thread = threading.Thread(target=query, args=("SELECT 1",), name=name)
    thread.start()
    thread.join()
query("SELECT 2")
