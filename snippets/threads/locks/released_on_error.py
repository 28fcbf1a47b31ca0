"""with lock: the lock is released, even after an exception"""

import threading

lock = threading.Lock()


def update(divisor: int) -> float:
    with lock:
        print("inside, locked:", lock.locked())
        return 12 / divisor


print(update(4))
try:
    update(0)
except ZeroDivisionError as error:
    print("ZeroDivisionError:", error)
print("outside, locked:", lock.locked())
