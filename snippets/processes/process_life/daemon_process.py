"""A daemon process is terminated when its parent ends"""

import multiprocessing
from multiprocessing.synchronize import Event


def watch(started: Event, never: Event) -> None:
    try:
        started.set()
        never.wait()
    finally:
        print("watcher: cleaned up")


if __name__ == "__main__":
    started, never = multiprocessing.Event(), multiprocessing.Event()
    multiprocessing.Process(target=watch, args=(started, never), daemon=True).start()
    started.wait()
    print("main: the last line of the program")
