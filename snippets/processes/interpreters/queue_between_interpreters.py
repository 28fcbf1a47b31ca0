"""A queue between two interpreters"""
# /// script
# requires-python = ">=3.14"
# ///

from concurrent import interpreters
from typing import Any


def work(jobs: interpreters.Queue, squares: interpreters.Queue) -> None:
    while True:
        number: Any = jobs.get()
        if number is None:
            return
        squares.put(number * number)


if __name__ == "__main__":
    jobs, squares = interpreters.create_queue(), interpreters.create_queue()
    interpreter = interpreters.create()
    thread = interpreter.call_in_thread(work, jobs, squares)
    for number in (1, 2, 3):
        jobs.put(number)
    jobs.put(None)  # no more jobs
    print([squares.get() for _ in range(3)])
    thread.join()
    interpreter.close()
