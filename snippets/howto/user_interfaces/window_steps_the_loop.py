"""The window's main loop drives asyncio, a step at a time, in one thread"""

import asyncio
import sched
import threading
from collections.abc import Callable


class Window(sched.scheduler):
    """A main loop without a window, with tkinter's names."""

    def after(self, ms: int, callback: Callable[[], None]) -> None:
        self.enter(ms / 1000, 0, callback)

    mainloop = sched.scheduler.run


def step() -> None:
    """Let asyncio run what is ready, and return to the window."""
    loop.call_soon(loop.stop)
    loop.run_forever()
    if not task.done():
        window.after(10, step)


async def download() -> None:
    try:
        for part in range(1, 1001):
            await asyncio.sleep(0.01)
            label["text"] = f"part {part} of 1000"
            print(label["text"], "in", threading.current_thread().name)
            if part == 3:
                window.after(0, press_cancel)
                await asyncio.sleep(3600)
    finally:
        label["text"] = "cancelled"


def press_cancel() -> None:
    print("Cancel: pressed")
    task.cancel()  # same thread: no call_soon_threadsafe


label = {"text": ""}  # a widget
loop = asyncio.new_event_loop()
task = loop.create_task(download())
window = Window()
window.after(0, step)
window.mainloop()
print("label:", label["text"])
loop.close()
