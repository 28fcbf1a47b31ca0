"""asyncio drives the window: a task calls update() thirty times a second"""

import asyncio
import sched
from collections.abc import Callable


class Window(sched.scheduler):
    """A main loop without a window, with tkinter's names."""

    def after(self, ms: int, callback: Callable[[], None]) -> None:
        self.enter(ms / 1000, 0, callback)

    def update(self) -> None:
        self.run(blocking=False)  # what is due now, without waiting


async def draw_until_closed() -> None:
    while not closed.is_set():
        window.update()
        await asyncio.sleep(1 / 30)


def click() -> None:
    print("click: starts a task, and returns")
    tasks.add(asyncio.create_task(download()))


async def download() -> None:
    for part in range(1, 4):
        await asyncio.sleep(0.07)
        print(f"part {part} of 3")  # a widget may be changed here: it is the window's thread
    closed.set()


async def main() -> None:
    window.after(0, click)
    await draw_until_closed()
    await asyncio.gather(*tasks)
    print("window: closed")


window = Window()
closed = asyncio.Event()
tasks: set[asyncio.Task[None]] = set()
asyncio.run(main())
