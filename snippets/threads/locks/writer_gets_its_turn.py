"""A turnstile: new readers queue behind a waiting writer"""

import threading

readers = 0
changed = threading.Condition()
turnstile = threading.Lock()  # every thread passes it on the way in
writer_waits = threading.Event()


def enter(name: str) -> None:
    global readers
    with turnstile, changed:
        readers += 1
        print(f"{name} enters")


def leave(name: str) -> None:
    global readers
    with changed:
        readers -= 1
        print(f"{name} leaves, readers inside: {readers}")
        changed.notify_all()


def write() -> None:
    with turnstile, changed:  # the writer holds the turnstile while it waits
        writer_waits.set()
        changed.wait_for(lambda: readers == 0)
        print("the writer writes")


enter("reader 1")
writer = threading.Thread(target=write)
writer.start()
writer_waits.wait()
reader_2 = threading.Thread(target=enter, args=("reader 2",))
reader_2.start()
leave("reader 1")
writer.join()
reader_2.join()
leave("reader 2")
