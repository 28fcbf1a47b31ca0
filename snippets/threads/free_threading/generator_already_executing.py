"""Two threads in one generator: ValueError"""

import threading
from collections.abc import Iterator

inside = threading.Event()
may_continue = threading.Event()


def numbers() -> Iterator[int]:
    inside.set()
    may_continue.wait()
    yield 1


shared = numbers()
first = threading.Thread(target=next, args=(shared,))
first.start()
inside.wait()  # the other thread is in the middle of the generator
try:
    next(shared)
except ValueError as error:
    print("ValueError:", error)
may_continue.set()
first.join()
