"""dict.setdefault: the first value wins, and all threads get it"""

import threading

rooms: dict[str, str] = {}
together = threading.Barrier(3)
answers: list[str] = []


def book(name: str) -> None:
    together.wait()  # all three ask at about the same time
    answers.append(rooms.setdefault("room 12", name))


threads = [threading.Thread(target=book, args=(name,)) for name in ("ada", "bob", "cyd")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("answers:", len(answers))
print("different answers:", len(set(answers)))
