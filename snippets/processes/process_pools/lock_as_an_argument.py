"""A lock can't be sent with a call, only given to a worker at its start"""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Lock

lock_of_worker: Lock


def keep(lock: Lock) -> None:
    global lock_of_worker
    lock_of_worker = lock


def with_argument(lock: Lock) -> bool:
    return lock.acquire(block=False)


def with_global() -> bool:
    return lock_of_worker.acquire(block=False)


if __name__ == "__main__":
    lock = multiprocessing.Lock()
    with ProcessPoolExecutor(max_workers=1, initializer=keep, initargs=(lock,)) as pool:
        try:
            pool.submit(with_argument, lock).result()
        except RuntimeError as error:
            print("RuntimeError:", error)
        print("acquired with initargs:", pool.submit(with_global).result())
