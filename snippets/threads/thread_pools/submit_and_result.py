"""submit() returns a future, result() waits for it"""

import threading
from concurrent.futures import ThreadPoolExecutor

may_finish = threading.Event()


def square(number: int) -> int:
    may_finish.wait()
    return number * number


with ThreadPoolExecutor(max_workers=2) as pool:
    future = pool.submit(square, 7)
    print("done:", future.done())
    may_finish.set()
    print("result:", future.result())
    print("done:", future.done())
