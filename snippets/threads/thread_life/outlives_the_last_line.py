"""The program ends when its last non-daemon thread has ended"""

import threading


def save() -> None:
    threading.main_thread().join()  # until the main thread has run its last line
    print("thread: saved")


threading.Thread(target=save).start()
print("main: the last line of the program")
