"""A counter with a lock: the same total on every build"""

import threading


class Counter:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.value = 0

    def add(self, amount: int) -> None:
        with self._lock:
            self.value += amount


counter = Counter()


def count() -> None:
    for _ in range(5_000):
        counter.add(1)


threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("4 threads, 5000 each:", counter.value)
