"""threading.Event: one set() lets all waiting threads pass"""

import threading

loaded = threading.Event()
settings: dict[str, int] = {}
answers: list[int] = []


def worker() -> None:
    loaded.wait()  # returns at once if the event is set already
    answers.append(settings["limit"])


early = [threading.Thread(target=worker) for _ in range(3)]
for thread in early:
    thread.start()
print("before set():", answers)
settings["limit"] = 10
loaded.set()
for thread in early:
    thread.join()
print("after set(): ", answers)

late = threading.Thread(target=worker)
late.start()
late.join()
print("a late one:  ", answers)
