"""as_completed() yields futures in the order in which they finish"""

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

cache_answered = threading.Event()


def load(source: str) -> str:
    if source == "network":
        cache_answered.wait()  # slower than the cache, on every machine
    return f"loaded from the {source}"


with ThreadPoolExecutor(max_workers=2) as pool:
    futures = {pool.submit(load, source): source for source in ("network", "cache")}
    for future in as_completed(futures):
        print(f"{futures[future]}:", future.result())
        cache_answered.set()
