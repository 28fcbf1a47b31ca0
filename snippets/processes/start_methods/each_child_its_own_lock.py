"""A lock at top level is another lock in each child"""

import multiprocessing
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Lock

context = multiprocessing.get_context("spawn")
top_level_lock = context.Lock()


def try_both(passed_lock: Lock, acquired: "SimpleQueue[bool]") -> None:
    acquired.put(top_level_lock.acquire(block=False))
    acquired.put(passed_lock.acquire(block=False))


if __name__ == "__main__":
    acquired: "SimpleQueue[bool]" = context.SimpleQueue()
    with top_level_lock:  # held by the parent
        process = context.Process(target=try_both, args=(top_level_lock, acquired))
        process.start()
        print("child acquired the lock of its own file:", acquired.get())
        print("child acquired the lock it was passed:  ", acquired.get())
        process.join()
