"""A lock makes read and write one step"""

import threading
import time

counter = 0
lock = threading.Lock()


def add_one() -> None:
    global counter
    with lock:  # one thread at a time; the other waits here
        seen = counter
        time.sleep(0.05)  # plenty of time for the other thread to run in between
        counter = seen + 1


threads = [threading.Thread(target=add_one) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print("increments:", len(threads))
print("counter:", counter)
