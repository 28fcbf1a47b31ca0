"""max_tasks_per_child: a new worker after that many calls"""

import os
from concurrent.futures import ProcessPoolExecutor


def worker_pid() -> int:
    return os.getpid()


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1, max_tasks_per_child=2) as pool:
        pids = [pool.submit(worker_pid).result() for _ in range(4)]
    order = list(dict.fromkeys(pids))
    print("calls were made by worker number:", [order.index(pid) + 1 for pid in pids])
