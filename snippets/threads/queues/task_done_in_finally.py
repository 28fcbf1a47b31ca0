"""task_done() in a finally block: the worker survives a bad job"""

import threading
from queue import Queue

jobs: Queue[str] = Queue()
errors: list[str] = []


def work() -> None:
    while True:
        text = jobs.get()
        try:
            print("parsed:", int(text))
        except ValueError as error:
            errors.append(str(error))
        finally:
            jobs.task_done()


threading.Thread(target=work, daemon=True).start()
for text in ("1", "two", "3"):
    jobs.put(text)
jobs.join()
print("errors:", len(errors))
print("jobs not done:", jobs.unfinished_tasks)
