"""A worker that fails before task_done(): join() waits forever"""

import threading
from queue import Queue

jobs: Queue[str] = Queue()
threading.excepthook = lambda args: print("worker died of", args.exc_type.__name__)


def work() -> None:
    while True:
        text = jobs.get()
        print("parsed:", int(text))
        jobs.task_done()  # not reached after an exception


worker = threading.Thread(target=work, daemon=True)
worker.start()
for text in ("1", "two", "3"):
    jobs.put(text)
worker.join()
print("jobs not done:", jobs.unfinished_tasks, "of which still queued:", jobs.qsize())
