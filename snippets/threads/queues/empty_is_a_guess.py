"""Queue.empty() is out of date: get_nowait() decides"""

import threading
from queue import Empty, Queue

jobs: Queue[str] = Queue()
jobs.put("the only job")
both_have_looked = threading.Barrier(2)
log: list[str] = []


def work() -> None:
    if not jobs.empty():
        both_have_looked.wait()  # both have seen a job
        try:
            log.append(f"got {jobs.get_nowait()}")
        except Empty:
            log.append("got nothing, although it wasn't empty")


workers = [threading.Thread(target=work) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(*sorted(log), sep="\n")
