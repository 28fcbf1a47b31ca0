"""Log from several processes: one queue, one listener in the parent"""

import logging
import logging.handlers
import multiprocessing
import sys
from multiprocessing.queues import Queue


def set_up(records: "Queue[logging.LogRecord]") -> None:
    """Runs once in each process of the pool."""
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(records)]
    root.setLevel(logging.INFO)


def work(number: int) -> int:
    logging.getLogger("worker").info(
        "job %d, in a child process: %s", number, multiprocessing.parent_process() is not None
    )
    return number * number


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    records: "Queue[logging.LogRecord]" = context.Queue()
    console = logging.StreamHandler(sys.stdout)
    console.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    listener = logging.handlers.QueueListener(records, console)
    listener.start()
    with context.Pool(1, set_up, (records,)) as pool:
        squares = pool.map(work, [1, 2, 3])
        pool.close()
        pool.join()  # what a process has put into the queue is sent before it ends
    listener.stop()
    print("squares:", squares)
