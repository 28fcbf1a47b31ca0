"""queue.Full and queue.Empty: a bounded queue between processes"""

import multiprocessing
import queue
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event


def take_two(jobs: "Queue[str]", may_start: Event) -> None:
    may_start.wait()
    jobs.get()
    jobs.get()


if __name__ == "__main__":
    jobs: "Queue[str]" = multiprocessing.Queue(maxsize=1)
    may_start = multiprocessing.Event()
    process = multiprocessing.Process(target=take_two, args=(jobs, may_start))
    process.start()
    jobs.put("first")
    try:
        jobs.put("second", timeout=0.1)
    except queue.Full:
        print("put(): Full")
    may_start.set()
    jobs.put("second")  # waits until the child has taken the first
    process.join()
    try:
        jobs.get(timeout=0.1)
    except queue.Empty:
        print("get(): Empty")
