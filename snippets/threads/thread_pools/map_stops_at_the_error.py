"""map() raises at the result that failed"""

import threading
from concurrent.futures import ThreadPoolExecutor

fourth_called = threading.Event()


def parse(text: str) -> int:
    if text == "4":
        fourth_called.set()
    if text == "three":
        fourth_called.wait()  # fails only after the fourth call has been made
    return int(text)


with ThreadPoolExecutor(max_workers=2) as pool:
    results = pool.map(parse, ["1", "2", "three", "4"])
    try:
        for number in results:
            print("result:", number)
    except ValueError as error:
        print("ValueError:", error)
    print("results left in the iterator:", list(results))
print("the fourth call was made:", fourth_called.is_set())
