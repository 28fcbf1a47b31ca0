"""BrokenProcessPool: a worker that dies ends the whole pool"""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def crash() -> None:
    time.sleep(0.5)
    os._exit(1)  # as a segmentation fault or the kernel's out-of-memory killer would


if __name__ == "__main__":
    pool = ProcessPoolExecutor(max_workers=1)
    crashing, waiting = pool.submit(crash), pool.submit(abs, -1)
    for name, future in (("crashing", crashing), ("waiting", waiting)):
        print(f"{name}: {type(future.exception()).__name__}")
    try:
        pool.submit(abs, -2)
    except BrokenProcessPool:
        print("another submit(): BrokenProcessPool")
    pool.shutdown()

    with ProcessPoolExecutor(max_workers=1) as new_pool:
        print("new pool:", new_pool.submit(abs, -3).result())
