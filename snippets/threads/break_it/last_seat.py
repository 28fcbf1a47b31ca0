"""One seat, two passengers"""

import threading

seats = ["12A"]
seated: list[str] = []


def is_free(seat: str) -> bool:
    return seat in seats


def take(seat: str) -> None:
    if is_free(seat):
        seated.append(threading.current_thread().name)
        seats.clear()


threads = [threading.Thread(target=take, args=("12A",), name=name) for name in ("ada", "bob")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("seated:", len(seated))
