"""Deadlock in a pool: a call that waits for another call of the same pool"""

from concurrent.futures import ThreadPoolExecutor


def outer(pool: ThreadPoolExecutor, seconds: float) -> str:
    inner = pool.submit(str, 42)
    try:
        return f"the answer is {inner.result(timeout=seconds)}"  # without a timeout, this waits forever
    except TimeoutError:
        return f"gave up; inner was still waiting for a thread: {inner.cancel()}"


with ThreadPoolExecutor(max_workers=1) as one:
    print("same pool: ", one.submit(outer, one, 0.2).result())
with ThreadPoolExecutor(max_workers=1) as one, ThreadPoolExecutor(max_workers=1) as other:
    print("other pool:", one.submit(outer, other, 60).result())
