"""Queue.put() pickles in a thread, so it raises nothing"""

import contextlib
import io
import multiprocessing
from collections.abc import Callable
from multiprocessing.queues import Queue

if __name__ == "__main__":
    jobs: "Queue[Callable[[], int]]" = multiprocessing.Queue()
    with contextlib.redirect_stderr(io.StringIO()) as stderr:
        jobs.put(lambda: 42)
        print("put() has returned")
        jobs.close()
        jobs.join_thread()  # the thread of the queue has tried to send the lambda
    print("standard error has a traceback:", "Traceback" in stderr.getvalue())
