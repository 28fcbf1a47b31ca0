"""map() reads its whole input at once, buffersize= limits that"""
# /// script
# requires-python = ">=3.14"
# ///

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

read = 0


def pages() -> Iterator[int]:
    global read
    for number in range(1000):
        read += 1
        yield number


with ThreadPoolExecutor(max_workers=2) as pool:
    results = pool.map(str, pages())
    print("read before the first result:", read)

    read = 0
    limited = pool.map(str, pages(), buffersize=4)
    print("read before the first result, with buffersize=4:", read)
    for _ in range(10):
        next(limited)
    print("read after ten results:", read)
    print("results in all:", 10 + sum(1 for _ in limited))
