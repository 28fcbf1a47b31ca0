"""A callback that blocks: the window draws nothing until it returns"""

import sched
import time
from collections.abc import Callable


class Window(sched.scheduler):
    """A main loop without a window, with tkinter's names."""

    def after(self, ms: int, callback: Callable[[], None]) -> None:
        self.enter(ms / 1000, 0, callback)

    mainloop = sched.scheduler.run


def draw() -> None:
    global drawn
    drawn += 1
    print("draw", drawn)
    if drawn == 2:
        window.after(0, click)  # the user presses the button
    if drawn < 4:
        window.after(20, draw)


def click() -> None:
    print("click: the download starts")
    time.sleep(0.3)  # the mistake: a call that blocks, in the window's thread
    print("click: the download has ended")


drawn = 0
window = Window()
window.after(0, draw)
window.mainloop()
