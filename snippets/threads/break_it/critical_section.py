"""A flag instead of a lock"""

import threading

occupied = False
let_in: list[str] = []


def occupy() -> None:
    global occupied
    occupied = True


def enter() -> None:
    if not occupied:
        occupy()
        let_in.append(threading.current_thread().name)


threads = [threading.Thread(target=enter, name=name) for name in ("ada", "bob")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("let in:", len(let_in))
