"""A Cancel button: the worker looks at an Event between two parts"""

import queue
import sched
import threading
from collections.abc import Callable


class Window(sched.scheduler):
    """A main loop without a window, with tkinter's names."""

    def after(self, ms: int, callback: Callable[[], None]) -> None:
        self.enter(ms / 1000, 0, callback)

    mainloop = sched.scheduler.run


def download() -> None:
    for part in range(1, 1001):
        if cancelled.is_set():
            messages.put("stopped, the incomplete file is removed")
            break
        messages.put(f"part {part} of 1000")
        messages.join()  # don't run ahead of the window: wait until it has shown this
    messages.put(None)  # the last message


def press_cancel() -> None:
    print("Cancel: pressed")
    cancelled.set()  # and return: don't join the worker here


def poll() -> None:
    while not messages.empty():
        message = messages.get()
        if message is None:
            worker.join()  # it has nothing left to do
            return
        print(message)
        if message.startswith("part 3 "):
            press_cancel()  # here the user loses patience
        messages.task_done()
    window.after(20, poll)


cancelled = threading.Event()
messages: queue.Queue[str | None] = queue.Queue()
worker = threading.Thread(target=download)
worker.start()
window = Window()
window.after(20, poll)
window.mainloop()
print("window: closed")
