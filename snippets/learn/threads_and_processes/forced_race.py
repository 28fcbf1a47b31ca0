"""Two threads add 1 to a counter, and it ends at 1"""

import threading

counter = 0
both_have_read = threading.Barrier(2)  # no thread passes until two have arrived


def add_one() -> None:
    global counter
    seen = counter  # read ...
    both_have_read.wait()  # forces a switch at the worst moment
    counter = seen + 1  # ... and write


threads = [threading.Thread(target=add_one) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print("increments:", len(threads))
print("counter:", counter)
