"""multiprocessing.Lock: two processes sell one ticket"""

import multiprocessing
from multiprocessing.queues import SimpleQueue
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Lock


def sell(tickets: "Synchronized[int]", lock: Lock, sold: "SimpleQueue[bool]") -> None:
    with lock:
        available = tickets.value > 0
        if available:
            tickets.value -= 1
    sold.put(available)


if __name__ == "__main__":
    tickets = multiprocessing.Value("i", 1)
    lock = multiprocessing.Lock()
    sold: "SimpleQueue[bool]" = multiprocessing.SimpleQueue()
    processes = [multiprocessing.Process(target=sell, args=(tickets, lock, sold)) for _ in range(2)]
    for process in processes:
        process.start()
    print("sold:", sorted(sold.get() for _ in processes))
    for process in processes:
        process.join()
    print("tickets left:", tickets.value)
