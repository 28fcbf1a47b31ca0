"""Iterate over a copy while other threads change the dict"""

import threading

sessions = {"ada": 1, "bob": 2}
looking = threading.Event()
changed = threading.Event()


def log_in() -> None:
    looking.wait()
    sessions["cyd"] = 3
    changed.set()


def names(shared: dict[str, int]) -> list[str]:
    found = []
    for name in shared:
        looking.set()
        changed.wait()  # the other thread adds a key while this one iterates
        found.append(name)
    return found


def attempt(copy: bool) -> None:
    sessions.pop("cyd", None)
    looking.clear()
    changed.clear()
    thread = threading.Thread(target=log_in)
    thread.start()
    try:
        print("names:", names(sessions.copy() if copy else sessions))
    except RuntimeError as error:
        print("RuntimeError:", error)
    thread.join()


attempt(copy=False)
attempt(copy=True)
