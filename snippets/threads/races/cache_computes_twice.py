"""functools.cache may call your function twice"""

import threading
from functools import cache

both_inside = threading.Barrier(2)
calls: list[str] = []


@cache
def connect(host: str) -> object:
    calls.append(host)
    both_inside.wait()  # neither call has ended, so nothing is cached yet
    return object()


connections: list[object] = []
threads = [threading.Thread(target=lambda: connections.append(connect("db"))) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("calls:", calls)
print("different connections:", len(set(connections)))
print("different connections from now on:", len({connect("db") for _ in range(3)}))
