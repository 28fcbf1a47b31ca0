"""A wait() that doesn't check the state first"""

import threading

changed = threading.Condition()


def wait() -> None:
    with changed:
        changed.wait()


def order() -> None:
    with changed:
        changed.notify()


threads = [threading.Thread(target=wait, name="waiter"), threading.Thread(target=order, name="guest")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("served")
