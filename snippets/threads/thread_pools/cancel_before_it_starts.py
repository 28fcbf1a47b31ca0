"""cancel() works only before the call has started"""

import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

started = threading.Event()
may_finish = threading.Event()


def work(name: str) -> str:
    started.set()
    may_finish.wait()
    return f"{name} is done"


with ThreadPoolExecutor(max_workers=1) as pool:
    first, second = pool.submit(work, "first"), pool.submit(work, "second")
    started.wait()
    print("cancel the running one:", first.cancel())
    print("cancel the waiting one:", second.cancel())
    may_finish.set()

print(first.result())
try:
    second.result()
except CancelledError:
    print("second was cancelled")
