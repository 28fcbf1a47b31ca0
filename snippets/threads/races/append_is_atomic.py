"""list.append loses nothing without a lock"""

import threading
from collections import Counter

THREADS, ITEMS = 4, 5_000
found: list[int] = []


def collect() -> None:
    for number in range(ITEMS):
        found.append(number)


threads = [threading.Thread(target=collect) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{THREADS} threads appended {ITEMS} items each: {len(found)}")
print("copies of each number:", set(Counter(found).values()))
