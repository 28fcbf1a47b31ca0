"""imap(): the first result while the others are still running"""

import multiprocessing
from multiprocessing.synchronize import Event

may_finish: Event


def keep(event: Event) -> None:
    global may_finish
    may_finish = event


def load(page: int) -> str:
    if page > 1:
        may_finish.wait()  # slower than the first page, on every machine
    return f"page {page}"


if __name__ == "__main__":
    event = multiprocessing.Event()
    with multiprocessing.Pool(2, initializer=keep, initargs=(event,)) as pool:
        pages = pool.imap(load, [1, 2, 3])
        print("received", next(pages), "before the others have finished")
        event.set()
        print("then received:", ", ".join(pages))
