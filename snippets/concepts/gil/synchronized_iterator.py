"""threading.serialize_iterator: two threads share a generator"""
# /// script
# requires-python = ">=3.15"
# ///

import threading
from collections.abc import Iterator


def numbers() -> Iterator[int]:
    yield from range(1000)


def take(source: Iterator[int], taken: list[int]) -> None:
    taken.extend(source)


# Without it: "generator already executing".
source = threading.serialize_iterator(numbers())  # type: ignore[attr-defined]  # 3.15
taken: list[int] = []
workers = [threading.Thread(target=take, args=(source, taken)) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("taken:", len(taken), "different:", len(set(taken)))
