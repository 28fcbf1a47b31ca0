"""initializer: called once in each worker thread"""

import threading
from concurrent.futures import ThreadPoolExecutor

local = threading.local()
opened: list[str] = []
both_busy = threading.Barrier(2)


def connect(host: str) -> None:
    local.connection = f"connection of {threading.current_thread().name} to {host}"
    opened.append(local.connection)


def query(number: int) -> str:
    both_busy.wait()  # two calls at a time, so that both workers take part
    return f"{local.connection}"


with ThreadPoolExecutor(2, thread_name_prefix="db", initializer=connect, initargs=("example.org",)) as pool:
    used = list(pool.map(query, range(10)))

print("connections opened:", *sorted(opened), sep="\n  ")
print(f"{len(used)} queries used {len(set(used))} connections")
