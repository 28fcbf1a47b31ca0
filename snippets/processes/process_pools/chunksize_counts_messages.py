"""chunksize: how many items a worker gets in one message"""

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any


class CountingPool(ProcessPoolExecutor):
    messages = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.messages += 1  # map() calls submit() once for each chunk
        return super().submit(fn, *args, **kwargs)


def square(number: int) -> int:
    return number * number


if __name__ == "__main__":
    with CountingPool(max_workers=1) as pool:
        for chunksize in (1, 25):
            pool.messages = 0
            total = sum(pool.map(square, range(100), chunksize=chunksize))
            print(f"chunksize={chunksize}: {pool.messages} messages, sum {total}")
