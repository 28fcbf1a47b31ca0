"""Before 3.13: one None for each worker"""

import threading
from queue import Queue

WORKERS = 3
jobs: Queue[int | None] = Queue()
done: list[int] = []


def work() -> None:
    while (number := jobs.get()) is not None:
        done.append(number)


workers = [threading.Thread(target=work) for _ in range(WORKERS)]
for worker in workers:
    worker.start()
for number in range(10):
    jobs.put(number)
for _ in workers:
    jobs.put(None)  # each worker takes one, and ends
for worker in workers:
    worker.join()
print("jobs done:", len(done), "workers alive:", sum(worker.is_alive() for worker in workers))
