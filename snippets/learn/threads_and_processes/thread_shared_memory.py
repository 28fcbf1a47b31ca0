"""Three threads, one list, one process"""

import os
import threading

PLACES = ("attic", "cellar", "garage")
found: list[str] = []
processes: set[int] = set()


def search(place: str) -> None:
    found.append(place)  # the same list in every thread
    processes.add(os.getpid())


threads = [threading.Thread(target=search, args=(place,)) for place in PLACES]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()  # wait until it has ended

print("found:", sorted(found))
print("threads:", len(threads))
print("processes:", len(processes))
