"""A periodic job ends at its first error, and no line is printed"""

import asyncio
from collections.abc import Awaitable, Callable


class Refresh:
    def __init__(self) -> None:
        self.rounds = 0
        self.third = asyncio.Event()

    async def __call__(self) -> None:
        self.rounds += 1
        if self.rounds == 2:
            raise ConnectionError("no answer")
        if self.rounds == 3:
            self.third.set()


async def fragile(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        await work()
        await asyncio.sleep(0.02)


async def sturdy(work: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.current_task()
    assert task is not None
    requests = task.cancelling()
    while True:
        try:
            await work()
        except Exception as error:  # one bad round doesn't end the loop
            if task.cancelling() > requests:
                raise  # cancelled, and the clean-up failed: there is no next round
            print("sturdy:", repr(error))
        await asyncio.sleep(0.02)


async def closes_badly() -> None:
    try:
        await asyncio.sleep(3600)
    finally:
        raise OSError("the goodbye wasn't sent")


async def main() -> None:
    for repeat in (fragile, sturdy):
        refresh = Refresh()
        task = asyncio.create_task(repeat(refresh))
        third = asyncio.create_task(refresh.third.wait())
        await asyncio.wait([task, third], return_when=asyncio.FIRST_COMPLETED)
        print(f"{repeat.__name__}: still at it: {not task.done()}, a third round: {third.done()}")
        task.cancel()
        third.cancel()
        await asyncio.wait([task, third])
    task = asyncio.create_task(sturdy(closes_badly))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("sturdy, cancelled, ended by:", repr(task.exception()))


asyncio.run(main())
