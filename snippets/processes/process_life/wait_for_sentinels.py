"""sentinel: wait for the first process that ends"""

import multiprocessing
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event


def fast() -> None:
    pass


def slow(may_finish: Event) -> None:
    may_finish.wait()


if __name__ == "__main__":
    may_finish = multiprocessing.Event()
    running = [
        multiprocessing.Process(target=slow, args=(may_finish,), name="slow"),
        multiprocessing.Process(target=fast, name="fast"),
    ]
    for process in running:
        process.start()
    while running:
        ended = wait([process.sentinel for process in running])
        for process in [process for process in running if process.sentinel in ended]:
            process.join()
            running.remove(process)
            print(f"{process.name} ended with exit code {process.exitcode}")
            may_finish.set()
