"""A process that is killed doesn't release its lock"""

import multiprocessing
from multiprocessing.synchronize import Event, Lock


def work(lock: Lock, has_the_lock: Event, never: Event) -> None:
    with lock:
        has_the_lock.set()
        never.wait()


if __name__ == "__main__":
    lock = multiprocessing.Lock()
    has_the_lock, never = multiprocessing.Event(), multiprocessing.Event()
    process = multiprocessing.Process(target=work, args=(lock, has_the_lock, never))
    process.start()
    has_the_lock.wait()
    process.kill()
    process.join()
    print("exit code:", process.exitcode)
    print("lock acquired:", lock.acquire(timeout=0.2))  # without a timeout, this waits forever
