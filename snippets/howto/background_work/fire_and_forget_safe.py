"""Fire and forget: keep the task, report its failure, wait for it at the end"""

import asyncio
from collections.abc import Coroutine


class Background:
    """Keeps background tasks, reports their errors, and waits for them at the end."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[object]] = set()

    def start(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.ended)

    def ended(self, task: asyncio.Task[object]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            print("background:", repr(error))

    async def close(self) -> None:
        while self.tasks:  # a task may have started another one meanwhile
            await asyncio.wait(self.tasks)


async def write_log(text: str) -> None:
    await asyncio.sleep(0.02)
    print("logged:", text)


async def send_mail(to: str, background: Background) -> None:
    await asyncio.sleep(0.02)
    if "@" not in to:
        raise ValueError(f"{to!r} isn't an address")
    print("mail sent to", to)
    background.start(write_log(f"mail to {to}"))


async def main() -> None:
    background = Background()
    for address in ("ann@example.com", "ben"):
        background.start(send_mail(address, background))
    print("main goes on at once")
    await background.close()
    print("left:", len(background.tasks))


asyncio.run(main())
