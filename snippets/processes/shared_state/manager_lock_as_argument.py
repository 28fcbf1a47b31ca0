"""A manager's lock can be an argument of a call in a pool"""

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.managers import DictProxy


def count(word: str, counts: "DictProxy[str, int]", lock: threading.Lock) -> None:
    with lock:  # a message to the manager, and another one at the end
        counts[word] += 1


if __name__ == "__main__":
    with multiprocessing.Manager() as manager, ProcessPoolExecutor(max_workers=2) as pool:
        counts: "DictProxy[str, int]" = manager.dict({"tea": 0})
        lock = manager.Lock()
        for future in [pool.submit(count, "tea", counts, lock) for _ in range(20)]:
            future.result()
        print(counts.copy())
