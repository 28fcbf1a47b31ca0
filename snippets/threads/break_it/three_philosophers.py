"""Three philosophers and three forks"""

import threading

forks = [threading.Lock() for _ in range(3)]
fed: set[int] = set()


def dine(seat: int) -> None:
    with forks[seat], forks[(seat + 1) % 3]:
        fed.add(seat)


threads = [threading.Thread(target=dine, args=(seat,), name=f"philosopher {seat}") for seat in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("fed:", len(fed))
