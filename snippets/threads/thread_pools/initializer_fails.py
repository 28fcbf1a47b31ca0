"""An initializer that fails breaks the pool"""

import logging
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool

logging.disable()  # the pool also logs the traceback


def connect() -> None:
    raise ConnectionError("the database is down")


with ThreadPoolExecutor(max_workers=1, initializer=connect) as pool:
    try:
        pool.submit(print, "never printed").result()
    except BrokenThreadPool as error:
        print("BrokenThreadPool:", error)
