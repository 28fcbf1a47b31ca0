"""shutdown(cancel_futures=True) drops the calls that haven't started"""

import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
may_finish = threading.Event()


def work() -> None:
    started.set()
    may_finish.wait()


pool = ThreadPoolExecutor(max_workers=1)
futures = [pool.submit(work) for _ in range(5)]
started.wait()
pool.shutdown(wait=False, cancel_futures=True)
may_finish.set()
pool.shutdown()  # now wait for the one that was running
print("cancelled:", sum(future.cancelled() for future in futures))
print("finished: ", sum(not future.cancelled() for future in futures))
try:
    pool.submit(work)
except RuntimeError as error:
    print("RuntimeError:", error)
