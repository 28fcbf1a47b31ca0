"""A pool starts a thread only when a call needs one"""

import threading
from concurrent.futures import ThreadPoolExecutor


def count_threads() -> int:
    return sum(thread.name.startswith("pool") for thread in threading.enumerate())


with ThreadPoolExecutor(max_workers=8, thread_name_prefix="pool") as pool:
    print("new pool of up to 8:", count_threads())
    together = threading.Barrier(3)
    for future in [pool.submit(together.wait) for _ in range(3)]:  # three calls that need each other
        future.result()
    print("after three calls:  ", count_threads())
print("after the block:    ", count_threads())
