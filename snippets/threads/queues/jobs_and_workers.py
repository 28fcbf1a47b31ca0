"""queue.Queue: three workers share the jobs of one queue"""

import threading
from queue import Queue

jobs: Queue[int] = Queue()
squares: Queue[int] = Queue()


def work() -> None:
    while True:
        number = jobs.get()  # waits until there is a job
        squares.put(number * number)
        jobs.task_done()


for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
for number in range(10):
    jobs.put(number)
jobs.join()  # until task_done() has been called for every job
print("sum of squares:", sum(squares.get() for _ in range(10)))
