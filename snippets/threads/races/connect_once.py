"""A lock around a lazy value: it is computed once"""

import threading

lock = threading.Lock()
connection: object | None = None
together = threading.Barrier(3)
received: list[object] = []


def connect() -> object:
    global connection
    with lock:
        if connection is None:  # check and act under the same lock
            print("connecting")
            connection = object()
        return connection


def use() -> None:
    together.wait()
    received.append(connect())


threads = [threading.Thread(target=use) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{len(received)} threads, different connections: {len(set(received))}")
