"""imap_unordered(): results in the order in which they finish"""

import multiprocessing
from multiprocessing.synchronize import Event

cache_answered: Event


def keep(event: Event) -> None:
    global cache_answered
    cache_answered = event


def load(source: str) -> str:
    if source == "network":
        cache_answered.wait()  # slower than the cache, on every machine
    return f"loaded from the {source}"


if __name__ == "__main__":
    event = multiprocessing.Event()
    with multiprocessing.Pool(2, initializer=keep, initargs=(event,)) as pool:
        for result in pool.imap_unordered(load, ["network", "cache"]):
            print(result)
            event.set()
