"""What threads do, and may not do, while the interpreter ends."""

import atexit
import sys
import threading


def spin() -> None:
    while True:
        pass


def say() -> None:
    print("a thread runs; finalizing:", sys.is_finalizing())


class Last:
    """Lives until the interpreter ends."""

    def __init__(self) -> None:
        self.itself = self  # only the garbage collector can end it
        self.thread = threading.Thread(target=spin, daemon=True)
        self.thread.start()

    def __del__(self) -> None:
        print("the last object ends; finalizing:", sys.is_finalizing())
        for attempt in (self.thread.join, threading.Thread(target=say).start):
            try:
                attempt()
            except RuntimeError as error:
                print(f"{type(error).__name__}: {error}")
        print("alive:", self.thread.is_alive())


@atexit.register
def at_exit() -> None:
    thread = threading.Thread(target=say)
    thread.start()
    thread.join()


Last()
