"""A flag that is meant to let one in"""

import threading

occupied = False
inside = 0
most = 0


def occupy() -> None:
    global occupied
    occupied = True


def work() -> None:
    global inside, most
    inside += 1
    most = max(most, inside)
    inside -= 1


def enter() -> None:
    global occupied
    if not occupied:
        occupy()
        work()
        occupied = False


threads = [threading.Thread(target=enter, name=name) for name in ("ada", "bob")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("at once inside:", most)
