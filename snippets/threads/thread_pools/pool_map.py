"""A pool of threads gives results in the order of its input"""

import time
from concurrent.futures import ThreadPoolExecutor

UNIT = 0.15  # seconds
finished: list[int] = []


def square_slowly(number: int) -> int:
    time.sleep(number * UNIT)  # blocks this thread, not the others
    finished.append(number)
    return number * number


start = time.perf_counter()
with ThreadPoolExecutor(max_workers=3) as pool:
    results = list(pool.map(square_slowly, [3, 1, 2]))

print("finished in this order:", finished)
print("results in this order: ", results)
print(f"took {(time.perf_counter() - start) / UNIT:.0f} units, not {3 + 1 + 2}")
