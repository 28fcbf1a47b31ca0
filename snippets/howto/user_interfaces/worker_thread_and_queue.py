"""A worker thread, a queue and after: the window stays alive"""

import queue
import sched
import threading
import time
from collections.abc import Callable


class Window(sched.scheduler):
    """A main loop without a window, with tkinter's names."""

    def after(self, ms: int, callback: Callable[[], None]) -> None:
        self.enter(ms / 1000, 0, callback)

    mainloop = sched.scheduler.run


def click() -> None:
    threading.Thread(target=download, name="worker").start()
    window.after(20, poll)
    print("click: returns at once")


def download() -> None:
    for part in range(1, 5):
        time.sleep(0.05)  # blocks the worker only
        progress.put((part * 25, threading.current_thread().name))


def poll() -> None:
    while not progress.empty():  # this thread is the only one that takes
        percent, sender = progress.get()
        print(f"{percent:3} % from {sender}, drawn by {threading.current_thread().name}")
        if percent == 100:
            return
    window.after(20, poll)  # look again, and let the window draw in between


progress: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
window = Window()
window.after(0, click)
window.mainloop()
