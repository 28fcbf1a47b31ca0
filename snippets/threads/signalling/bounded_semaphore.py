"""One release() too many: only a BoundedSemaphore notices"""

import threading


def release_twice(permits: threading.Semaphore) -> None:
    name = type(permits).__name__
    permits.acquire()
    permits.release()
    try:
        permits.release()  # the mistake
    except ValueError as error:
        print(f"{name}: ValueError: {error}")
    free = 0
    while permits.acquire(blocking=False):
        free += 1
    print(f"{name}: created with 1 permit, has {free}")


release_twice(threading.Semaphore(1))
release_twice(threading.BoundedSemaphore(1))
