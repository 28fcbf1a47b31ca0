"""Two tickets from one counter"""

import threading

last = 0
issued: set[int] = set()


def following(number: int) -> int:
    return number + 1


def issue() -> None:
    global last
    last = following(last)
    issued.add(last)


threads = [threading.Thread(target=issue, name=f"counter {number}") for number in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("numbers issued:", len(issued))
