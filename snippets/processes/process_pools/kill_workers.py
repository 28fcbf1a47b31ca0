"""kill_workers(): end calls that never return"""
# /// script
# requires-python = ">=3.14"
# ///

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Event

started: Event


def keep(event: Event) -> None:
    global started
    started = event


def loop_forever() -> None:
    started.set()
    while True:
        pass


if __name__ == "__main__":
    event = multiprocessing.Event()
    pool = ProcessPoolExecutor(max_workers=1, initializer=keep, initargs=(event,))
    future = pool.submit(loop_forever)
    event.wait()
    print("can be cancelled:", future.cancel())
    pool.kill_workers()
    print(type(future.exception()).__name__)
