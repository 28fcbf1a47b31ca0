"""Deadlock: join() a process before its results are read"""

import multiprocessing
from multiprocessing.queues import Queue


def render(pages: "Queue[str]") -> None:
    pages.put("x" * 1_000_000)  # more than a pipe holds


if __name__ == "__main__":
    pages: "Queue[str]" = multiprocessing.Queue()
    process = multiprocessing.Process(target=render, args=(pages,))
    process.start()
    process.join(timeout=0.5)  # without a timeout, this waits forever
    print("join() before get(): exit code", process.exitcode)
    print("characters received:", len(pages.get()))
    process.join()
    print("join() after get():  exit code", process.exitcode)
