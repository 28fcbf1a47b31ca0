"""A connection that is opened when it is first needed"""

import threading


class Connection:
    opened = 0

    def __init__(self) -> None:
        Connection.opened += 1


connection: Connection | None = None


def query() -> None:
    global connection
    if connection is None:
        connection = Connection()


threads = [threading.Thread(target=query, name=f"query {number}") for number in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("opened:", Connection.opened)
