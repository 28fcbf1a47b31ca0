"""An event that is cleared at once"""

import threading

called = threading.Event()


def sleep_until_called() -> None:
    called.wait()


def call() -> None:
    called.set()
    called.clear()


threads = [
    threading.Thread(target=sleep_until_called, name="sleeper"),
    threading.Thread(target=call, name="caller"),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("awake")
