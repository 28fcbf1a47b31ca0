"""Two workers check whether the queue is empty"""

import queue
import threading

jobs: queue.SimpleQueue[str] = queue.SimpleQueue()
jobs.put("the only job")
done: list[str] = []


def work() -> None:
    if not jobs.empty():
        done.append(jobs.get_nowait())


threads = [threading.Thread(target=work, name=f"worker {number}") for number in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done:", done)
