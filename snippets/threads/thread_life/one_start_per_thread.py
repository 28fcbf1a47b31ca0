"""A Thread object starts once"""

import threading


def work() -> None:
    print("working")


thread = threading.Thread(target=work)
try:
    thread.join()
except RuntimeError as error:
    print("join() first: ", error)
thread.start()
thread.join()
thread.join()  # allowed: it has ended, so this returns at once
try:
    thread.start()
except RuntimeError as error:
    print("start() again:", error)

thread = threading.Thread(target=work)  # a new object for a second run
thread.start()
thread.join()
