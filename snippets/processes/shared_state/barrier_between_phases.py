"""multiprocessing.Barrier: no process sums before all have filled"""

import multiprocessing
from multiprocessing.queues import SimpleQueue
from multiprocessing.sharedctypes import SynchronizedArray
from multiprocessing.synchronize import Barrier


def work(index: int, parts: "SynchronizedArray[int]", filled: Barrier, sums: "SimpleQueue[int]") -> None:
    parts[index] = 10 * (index + 1)
    filled.wait()
    sums.put(sum(parts[:]))


if __name__ == "__main__":
    parts = multiprocessing.Array("i", 2)
    filled = multiprocessing.Barrier(2)
    sums: "SimpleQueue[int]" = multiprocessing.SimpleQueue()
    processes = [multiprocessing.Process(target=work, args=(index, parts, filled, sums)) for index in range(2)]
    for process in processes:
        process.start()
    print("each process saw the sum:", [sums.get() for _ in processes])
    for process in processes:
        process.join()
