"""Value.get_lock(): read and write as one step"""

import multiprocessing
from multiprocessing.sharedctypes import Synchronized


def increment(counter: "Synchronized[int]", times: int) -> None:
    for _ in range(times):
        with counter.get_lock():
            counter.value += 1


if __name__ == "__main__":
    counter = multiprocessing.Value("i", 0)
    processes = [multiprocessing.Process(target=increment, args=(counter, 500)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print("counter:", counter.value)
