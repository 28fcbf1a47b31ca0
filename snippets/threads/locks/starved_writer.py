"""Starvation: readers that overlap keep the writer waiting"""

import threading

readers = 0
changed = threading.Condition()
writer_waits = threading.Event()


def enter(name: str) -> None:
    global readers
    with changed:
        readers += 1
        print(f"{name} enters")


def leave(name: str) -> None:
    global readers
    with changed:
        readers -= 1
        print(f"{name} leaves, readers inside: {readers}")
        changed.notify_all()


def write() -> None:
    with changed:
        writer_waits.set()
        changed.wait_for(lambda: readers == 0)  # any reader may enter before that
        print("the writer writes")


enter("reader 1")
writer = threading.Thread(target=write)
writer.start()
writer_waits.wait()
for number in (2, 3, 4):
    enter(f"reader {number}")
    leave(f"reader {number - 1}")
leave("reader 4")
writer.join()
