"""The program doesn't wait for a daemon thread"""

import threading

started = threading.Event()
never = threading.Event()


def watch() -> None:
    try:
        started.set()
        never.wait()
    finally:
        print("watcher: cleaned up")


threading.Thread(target=watch, daemon=True).start()
started.wait()
print("main: the last line of the program")
