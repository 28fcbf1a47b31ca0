"""Several threads, one generator: a lock around next()"""

import threading
from collections.abc import Iterator


class LockedIterator:
    """Yields each item of an iterator to one thread."""

    def __init__(self, source: Iterator[int]) -> None:
        self._source = source
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        with self._lock:
            return next(self._source)


def numbers() -> Iterator[int]:
    yield from range(1000)


def take(source: Iterator[int]) -> None:
    for number in source:
        taken.append(number)


taken: list[int] = []
shared = LockedIterator(numbers())
threads = [threading.Thread(target=take, args=(shared,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("taken:", len(taken), "different:", len(set(taken)))
