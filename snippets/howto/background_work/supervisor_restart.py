"""A supervisor: restart work that fails, a limited number of times"""

import asyncio
from collections.abc import Awaitable, Callable


async def supervise(name: str, work: Callable[[], Awaitable[None]], restarts: int) -> None:
    task = asyncio.current_task()
    assert task is not None
    requests = task.cancelling()
    for attempt in range(restarts + 1):
        try:
            await work()
        except Exception as error:  # CancelledError isn't an Exception: it ends the supervisor
            if task.cancelling() > requests:
                raise  # cancelled as well, and then the clean-up failed: no restart
            print(f"{name}: {error}")
            await asyncio.sleep(0.01 * 2**attempt)  # a little longer each time
        else:
            print(f"{name}: ended by itself")
            return
    raise RuntimeError(f"{name} failed {restarts + 1} times")


class Feed:
    def __init__(self, breaks: int) -> None:
        self.breaks = breaks

    async def __call__(self) -> None:
        await asyncio.sleep(0)
        if self.breaks:
            self.breaks -= 1
            raise ConnectionError("connection lost")


async def closes_badly() -> None:
    try:
        await asyncio.sleep(3600)
    finally:
        raise OSError("the goodbye wasn't sent")


async def main() -> None:
    await supervise("weather", Feed(breaks=2), restarts=3)
    try:
        await supervise("stocks", Feed(breaks=9), restarts=2)
    except RuntimeError as error:
        print("main:", error)
    task = asyncio.create_task(supervise("news", closes_badly, restarts=3))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("news, cancelled, ended by:", repr(task.exception()))


asyncio.run(main())
