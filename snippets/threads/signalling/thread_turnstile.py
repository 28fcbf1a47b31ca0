"""Two threads take turns because each releases the other"""

import threading

turn_of_a = threading.Semaphore(1)  # A may go first
turn_of_b = threading.Semaphore(0)


def walk(name: str, mine: threading.Semaphore, other: threading.Semaphore) -> None:
    for step in (1, 2, 3):
        mine.acquire()  # wait for my turn, and use it up
        print(f"{name}{step}")
        other.release()  # your turn


a = threading.Thread(target=walk, args=("A", turn_of_a, turn_of_b))
b = threading.Thread(target=walk, args=("B", turn_of_b, turn_of_a))
b.start()
a.start()
a.join()
b.join()
