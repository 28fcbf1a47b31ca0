"""Value: two processes read, then both write"""

import multiprocessing
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier


def increment(counter: "Synchronized[int]", both_have_read: Barrier) -> None:
    seen = counter.value
    both_have_read.wait()  # as if the other process ran in the middle of counter.value += 1
    counter.value = seen + 1


if __name__ == "__main__":
    counter = multiprocessing.Value("i", 0)
    both_have_read = multiprocessing.Barrier(2)
    processes = [multiprocessing.Process(target=increment, args=(counter, both_have_read)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print("increments: 2, counter:", counter.value)
