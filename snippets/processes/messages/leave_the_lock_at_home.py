"""__getstate__: pickle an object without its lock"""

import multiprocessing
import threading
from typing import Any


class Counter:
    def __init__(self, start: int) -> None:
        self.value = start
        self.lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        del state["lock"]
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, lock=threading.Lock())


def work(counter: Counter) -> None:
    with counter.lock:
        counter.value += 1
    print("in the child: ", counter.value)


if __name__ == "__main__":
    counter = Counter(41)
    process = multiprocessing.get_context("spawn").Process(target=work, args=(counter,))
    process.start()
    process.join()
    print("in the parent:", counter.value)
