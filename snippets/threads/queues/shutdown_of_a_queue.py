"""Queue.shutdown(): the workers finish what is queued, then end"""
# /// script
# requires-python = ">=3.13"
# ///

import threading
from queue import Queue, ShutDown

jobs: Queue[int] = Queue()
done: list[int] = []


def work() -> None:
    while True:
        try:
            number = jobs.get()
        except ShutDown:  # closed and empty
            return
        done.append(number)


for number in range(10):
    jobs.put(number)
jobs.shutdown()
workers = [threading.Thread(target=work) for _ in range(3)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("jobs done:", sorted(done))
try:
    jobs.put(10)
except ShutDown:
    print("put(): the queue is shut down")
