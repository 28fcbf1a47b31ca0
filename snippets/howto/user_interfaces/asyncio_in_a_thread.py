"""asyncio in a thread beside the window: run_coroutine_threadsafe goes in, a queue comes out"""

import asyncio
import queue
import sched
import threading
from collections.abc import Callable
from concurrent.futures import Future


class Window(sched.scheduler):
    """A main loop without a window, with tkinter's names."""

    def after(self, ms: int, callback: Callable[[], None]) -> None:
        self.enter(ms / 1000, 0, callback)

    mainloop = sched.scheduler.run


async def fetch(name: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return f"{name}, fetched in {threading.current_thread().name}"


async def serve() -> None:
    started.set_result(asyncio.get_running_loop())
    await closed.wait()


def click() -> None:
    for name, seconds in [("cake", 3600), ("tea", 0.05)]:
        future = asyncio.run_coroutine_threadsafe(fetch(name, seconds), loop)
        future.add_done_callback(done.put)  # often called in the loop's thread, so it only puts
        running[future] = name
    window.after(20, poll)


def poll() -> None:
    while not done.empty():
        future = done.get()
        name = running.pop(future)
        text = f"{name}: cancelled" if future.cancelled() else future.result()
        print(f"{text}; shown in {threading.current_thread().name}")
        for slow in running:
            slow.cancel()  # the Cancel button: the loop cancels the task
    if running:
        window.after(20, poll)


closed = asyncio.Event()
done: queue.SimpleQueue[Future[str]] = queue.SimpleQueue()
running: dict[Future[str], str] = {}
started: Future[asyncio.AbstractEventLoop] = Future()
thread = threading.Thread(target=lambda: asyncio.run(serve()), name="asyncio")
thread.start()
loop = started.result()
window = Window()
window.after(0, click)
window.mainloop()
loop.call_soon_threadsafe(closed.set)  # asyncio.run cancels what is left, and waits for it
thread.join()
